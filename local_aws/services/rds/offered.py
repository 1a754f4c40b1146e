"""What RDS offers: engine versions and instance classes. Compare it with the pages once a year.

https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MariaDB.Concepts.VersionMgmt.html
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.html
"""

import re

# By engine and major version, the last minor version that is published by the end of 2026.
_VERSIONS = {
    "postgres": {"11": 22, "12": 22, "13": 23, "14": 25, "15": 20, "16": 16, "17": 12, "18": 6},
    "aurora-postgresql": {"11": 21, "12": 22, "13": 23, "14": 25, "15": 20, "16": 16, "17": 12, "18": 6},
    "mysql": {"5.7": 44, "8.0": 48, "8.4": 12},
    "mariadb": {"10.4": 34, "10.5": 29, "10.6": 27, "10.11": 18, "11.4": 13, "11.8": 9},
}
_AURORA_MYSQL = re.compile(r"(5\.7|8\.0|8\.4)(\.mysql_aurora\.(2|3|8)\.\d{1,2}(\.\d{1,2}){0,2})?")
_FAMILY_NAMES = """
t2 t3 t4g m3 m4 m5 m5d m6g m6gd m6i m6id m6idn m6in m7g m7gd m7i m8g m8gd m8i r3 r4 r5 r5b r5d r6g r6gd
r6i "     "r6id r6idn r6in r7g r7gd r7i r8g r8gd r8i x1 x1e x2g x2idn x2iedn x2iezn z1d c6gd
"""
_FAMILIES = frozenset(_FAMILY_NAMES.split())
_SMALL = frozenset({"micro", "small", "medium", "large", "xlarge", "2xlarge"})
_LARGE = frozenset(
    {"medium", "large", "xlarge", "metal", *(f"{n}xlarge" for n in (2, 3, 4, 6, 8, 10, 12, 16, 24, 32, 48))}
)
_CLASS = re.compile(r"db\.(\w+)\.(\w+)(?:\.tpc\d\.mem\dx)?")


def has_version(engine: str, version: str) -> bool:
    """Whether a version of an engine exists; of engines that are not listed here, all do."""
    if engine == "aurora-mysql":
        return bool(_AURORA_MYSQL.fullmatch(version))
    if engine not in _VERSIONS:
        return True
    for major, last in _VERSIONS[engine].items():
        found = re.fullmatch(rf"{re.escape(major)}(?:\.(\d+))?(?:[.-]\w[\w.]*)?", version)
        if found and int(found[1] or 0) <= last:
            return True
    return False


def has_class(name: str) -> bool:
    """Whether an instance class exists."""
    if name == "db.serverless":
        return True
    found = _CLASS.fullmatch(name)
    if not found or found[1] not in _FAMILIES:
        return False
    return found[2] in (_SMALL if found[1].startswith("t") else _LARGE)
