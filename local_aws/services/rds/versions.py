"""The engine versions and instance classes that RDS lists: the last of those that `offered` says exist.

MiniStack has the versions of Aurora; these are the others. Compare them with the pages once a year.
https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MariaDB.Concepts.VersionMgmt.html
https://docs.aws.amazon.com/AmazonRDS/latest/OracleReleaseNotes/Welcome.html
https://docs.aws.amazon.com/AmazonRDS/latest/SQLServerReleaseNotes/Welcome.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.html
"""

# By engine and major version: the minor versions offered, of which the last but one is the default.
_MINORS = {
    "postgres": {
        "13": (20, 21, 22, 23),
        "14": (17, 18, 19, 20, 22),
        "15": (12, 13, 14, 15, 17),
        "16": (3, 4, 6, 8, 9, 10, 11, 13),
        "17": (2, 4, 5, 6, 7, 9),
        "18": (1, 3),
    },
    "mysql": {"8.0": (39, 40, 41, 42, 43, 44, 45), "8.4": (3, 4, 5, 6, 7, 8)},
    "mariadb": {
        "10.6": (20, 21, 22, 23, 24, 25),
        "10.11": (10, 11, 13, 14, 15, 16),
        "11.4": (4, 5, 7, 8, 9, 10),
        "11.8": (3, 5, 6),
    },
}
# By the first word of the engine's name, which editions share.
_COMMERCIAL: dict[str, dict[str, tuple[str, ...]]] = {
    "oracle": {
        "19": ("19.0.0.0.ru-2025-07.rur-2025-07.r1", "19.0.0.0.ru-2025-10.rur-2025-10.r1"),
        "21": ("21.0.0.0.ru-2025-07.rur-2025-07.r1", "21.0.0.0.ru-2025-10.rur-2025-10.r1"),
    },
    "sqlserver": {
        "14.00": ("14.00.3480.1.v1", "14.00.3485.1.v1"),
        "15.00": ("15.00.4430.1.v1", "15.00.4435.7.v1"),
        "16.00": ("16.00.4195.2.v1", "16.00.4210.1.v1"),
    },
    "db2": {"11.5": ("11.5.9.0.sb00054345.r1", "11.5.9.0.sb00063198.r1")},
}
_EDITIONS = (
    "db2-ae",
    "db2-se",
    "oracle-ee",
    "oracle-ee-cdb",
    "oracle-se2",
    "oracle-se2-cdb",
    "sqlserver-ee",
    "sqlserver-ex",
    "sqlserver-se",
    "sqlserver-web",
)
ENGINES = (*_MINORS, *_EDITIONS)  # without Aurora
_DEFAULT_MAJORS = {
    "postgres": "17",
    "mysql": "8.4",
    "mariadb": "11.8",
    "oracle": "19",
    "sqlserver": "16.00",
    "db2": "11.5",
}
_LICENSES = {
    "postgres": "postgresql-license",
    "oracle": "bring-your-own-license",
    "sqlserver": "license-included",
    "db2": "bring-your-own-license",
}
_LOGS = {
    "postgres": ("iam-db-auth-error", "postgresql", "upgrade"),
    "aurora-postgresql": ("iam-db-auth-error", "instance", "postgresql"),
    "mysql": ("audit", "error", "general", "iam-db-auth-error", "slowquery"),
    "aurora-mysql": ("audit", "error", "general", "iam-db-auth-error", "instance", "slowquery"),
    "mariadb": ("audit", "error", "general", "iam-db-auth-error", "slowquery"),
    "oracle": ("alert", "audit", "listener", "oemagent", "trace"),
    "sqlserver": ("agent", "error"),
    "db2": ("diag.log", "notify.log"),
}
_SIZES = {
    "t3": "micro small medium large xlarge 2xlarge",
    "t4g": "micro small medium large xlarge 2xlarge",
    "m5": "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge",
    "m6g": "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge",
    "m6i": "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge",
    "m7g": "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge",
    "r5": "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge",
    "r6g": "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge",
    "r6i": "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge",
    "r7g": "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge",
    "r8g": "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge",
}
_NOT_OF_AURORA = {"m5", "m6g", "m6i", "m7g"}


def of(engine: str) -> list[str]:
    """The versions of an engine that is not Aurora, the oldest first; none of one that is not listed."""
    return [version for versions in _by_major(engine).values() for version in versions]


def default(engine: str, within: str = "") -> str:
    """The version that an instance has that names none, or only the major one."""
    majors = _by_major(engine)
    major = within if within in majors else _DEFAULT_MAJORS.get(_product(engine), "")
    return majors[major][-2] if major in majors else ""


def major(engine: str, version: str) -> str:
    """The major version of a version."""
    return ".".join(version.split(".")[: 1 if "postgres" in engine or "oracle" in engine else 2])


def license_of(engine: str) -> str:
    """The licence model of an engine."""
    return _LICENSES.get(_product(engine), "general-public-license")


def _product(engine: str) -> str:
    """The engine without its edition."""
    return engine.partition("-")[0]


def _by_major(engine: str) -> dict[str, tuple[str, ...]]:
    if engine in _EDITIONS:
        return _COMMERCIAL[_product(engine)]
    minors = _MINORS.get(engine, {})
    return {major: tuple(f"{major}.{minor}" for minor in each) for major, each in minors.items()}


def family(engine: str, version: str) -> str:
    """The family of the parameter groups of a version."""
    major_version = major(engine, version)
    if engine in _EDITIONS:
        return f"{engine}-{major_version.replace('.00', '.0')}"
    return engine + major_version


def logs(engine: str) -> tuple[str, ...]:
    """The logs that an engine writes to CloudWatch."""
    return _LOGS.get(engine) or _LOGS.get(_product(engine), ())


def classes(engine: str) -> list[str]:
    """The instance classes that an engine runs on."""
    aurora = engine.startswith("aurora")
    families = [each for each in _SIZES if not (aurora and each in _NOT_OF_AURORA)]
    sizes = [
        f"db.{each}.{size}"
        for each in families
        for size in _SIZES[each].split()
        if not (aurora and size in ("micro", "small"))
    ]
    return [*sizes, *(["db.serverless"] if aurora else [])]


def storage(engine: str) -> tuple[str, ...]:
    """The kinds of storage that an engine has."""
    return ("aurora", "aurora-iopt1") if engine.startswith("aurora") else ("gp2", "gp3", "io1", "io2")
