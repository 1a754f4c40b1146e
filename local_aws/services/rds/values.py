"""RDS and Aurora: values that they refuse and that their model allows.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
"""

import re

from local_aws.edge.errors import Refusal
from local_aws.services.rds import offered, reserved
from local_aws.values import Request, values, windows

_OPEN = ("postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql")
_IDENTIFIER = re.compile(r"[A-Za-z](?!.*--)[A-Za-z0-9-]{0,62}(?<!-)")
_NAME = re.compile(r"[A-Za-z]\w{0,62}", re.ASCII)
_MOST_RETENTION = 35
_LEAST_WINDOW = 30  # minutes
_LEAST_PASSWORD = 8
# GiB by storage type; IOPS, and how many of them a GiB may have.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
_SIZES = {
    "gp2": (5, 65_536),
    "gp3": (20, 65_536),
    "io1": (100, 65_536),
    "io2": (100, 65_536),
    "standard": (5, 3072),
}
_IOPS = (1000, 256_000)
_RATIOS = {"io1": (0.5, 50.0), "io2": (0.5, 1000.0)}
_STRIPED = {"postgres": 400, "mysql": 400, "mariadb": 400}  # GiB from which gp3 can have more IOPS


@values("CreateDBInstance", "CreateDBCluster")
def engine(request: Request) -> Refusal | None:
    """An engine, of a version that exists."""
    name, version = request.parameters.get("Engine", ""), request.parameters.get("EngineVersion")
    if version and not offered.has_version(name, version):
        return Refusal("InvalidParameterCombination", f"Cannot find version {version} for {name}")
    return None


@values("CreateDBInstance", "ModifyDBInstance", "CreateDBInstanceReadReplica")
def instance_class(request: Request) -> Refusal | None:
    """A class that exists."""
    name = request.parameters.get("DBInstanceClass")
    if name and not offered.has_class(name):
        return _value(f"Invalid DB Instance class: {name}")
    return None


@values("CreateDBCluster", "ModifyDBCluster")
def cluster_class(request: Request) -> Refusal | None:
    """As above, of a Multi-AZ cluster."""
    name = request.parameters.get("DBClusterInstanceClass")
    return _value(f"Invalid DB Instance class: {name}") if name and not offered.has_class(name) else None


@values("CreateDBInstance", "CreateDBCluster")
def identifier(request: Request) -> Refusal | None:
    """Letters, digits and single hyphens."""
    name = "DBInstanceIdentifier" if request.operation == "CreateDBInstance" else "DBClusterIdentifier"
    if _IDENTIFIER.fullmatch(request.parameters[name]):
        return None
    return _value(
        f"The parameter {name} is not a valid identifier. Identifiers must begin with a letter; must contain "
        "only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive "
        "hyphens."
    )


@values("CreateDBInstance", "CreateDBCluster")
def names(request: Request) -> Refusal | None:
    """Neither the database nor its master user is named by a word of the engine."""
    given = request.parameters
    of = given.get("Engine", "")
    if of not in _OPEN:
        return None
    member = "DBName" if request.operation == "CreateDBInstance" else "DatabaseName"
    database, user = given.get(member), given.get("MasterUsername")
    if database and not _NAME.fullmatch(database):
        return _value(f"{member} must begin with a letter and contain only alphanumeric characters.")
    if database and reserved.is_word(of, database):
        return _value(f"{member} {database} cannot be used. It is a reserved word for this engine")
    if user and not _NAME.fullmatch(user):
        return _value(f"The parameter MasterUsername is not a valid identifier: {user}")
    if user and reserved.is_user(of, user):
        return _value(f"MasterUsername {user} cannot be used as it is a reserved word used by the engine")
    return None


@values("CreateDBInstance", "CreateDBCluster", "ModifyDBInstance", "ModifyDBCluster")
def password(request: Request) -> Refusal | None:
    """Printable, long enough, and not both given and managed."""
    given = request.parameters.get("MasterUserPassword")
    if given is None:
        return None
    wrong = "The parameter MasterUserPassword is not a valid password"
    if request.parameters.get("ManageMasterUserPassword"):
        return Refusal(
            "InvalidParameterCombination",
            "You can't specify MasterUserPassword when ManageMasterUserPassword is true.",
        )
    if len(given) < _LEAST_PASSWORD:
        return _value(f"{wrong} because it is shorter than {_LEAST_PASSWORD} characters.")
    if not re.fullmatch(r"[!-~]+", given) or any(sign in given for sign in '/@"'):
        return _value(f"{wrong}. Only printable ASCII characters besides '/', '@', '\"', ' ' may be used.")
    return None


@values("CreateDBInstance", "CreateDBCluster", "ModifyDBInstance", "ModifyDBCluster")
def backups(request: Request) -> Refusal | None:
    """Up to 35 days; windows of half an hour at least that do not overlap."""
    given = request.parameters
    days = given.get("BackupRetentionPeriod", 1)
    least = 1 if request.operation.endswith("Cluster") else 0
    if not least <= days <= _MOST_RETENTION:
        return _value(
            f"Invalid backup retention period: {days}. Must be between {least} and {_MOST_RETENTION}."
        )
    backup, maintenance = given.get("PreferredBackupWindow"), given.get("PreferredMaintenanceWindow")
    each_day = windows.daily(backup) if backup else None
    each_week = windows.weekly(maintenance) if maintenance else None
    if backup and (each_day is None or windows.length(each_day) < _LEAST_WINDOW):
        return _value(
            f"Invalid Backup window format: {backup}. Should be specified as a range "
            "hh24:mi-hh24:mi (24H Clock UTC). Must be at least 30 minutes."
        )
    if maintenance and (each_week is None or not _LEAST_WINDOW <= windows.length(each_week) < 24 * 60):
        return _value(
            f"Invalid maintenance window format: {maintenance}. Should be specified as a range "
            "ddd:hh24:mi-ddd:hh24:mi (24H Clock UTC). Must be at least 30 minutes and less than 24 hours."
        )
    if each_day and each_week and windows.overlap(each_day, each_week):
        return _value("The backup window and maintenance window must not overlap.")
    return None


@values("CreateDBInstance")
def storage(request: Request) -> Refusal | None:
    """Enough of it for its type, and IOPS that fit its size."""
    given = request.parameters
    name, size, iops = given.get("Engine", ""), given.get("AllocatedStorage"), given.get("Iops")
    kind = given.get("StorageType") or ("io1" if iops else "gp2")
    if name not in _STRIPED or size is None:
        return None
    if kind not in _SIZES:
        return _value(f"Invalid storage type: {kind}")
    least, most = _SIZES[kind]
    if not least <= size <= most:
        return Refusal(
            "InvalidParameterCombination",
            f"Invalid storage size for engine name {name} and storage type {kind}: {size}",
        )
    if kind in _RATIOS:
        return _provisioned(kind, size, iops)
    if kind == "gp3" and (iops or given.get("StorageThroughput")) and size < _STRIPED[name]:
        return Refusal(
            "InvalidParameterCombination",
            f"You can't specify IOPS or storage throughput for engine {name} and a storage size less than "
            f"{_STRIPED[name]}.",
        )
    return None


def _provisioned(kind: str, size: int, iops: int | None) -> Refusal | None:
    if iops is None:
        message = f"You must specify IOPS for storage type {kind}."
    elif not _IOPS[0] <= iops <= _IOPS[1]:
        message = f"Invalid iops value: {iops}. Must be between {_IOPS[0]} and {_IOPS[1]}."
    elif not _RATIOS[kind][0] <= iops / size <= _RATIOS[kind][1]:
        least, most = _RATIOS[kind]
        message = f"The IOPS to GiB ratio must be between {least} and {most} for storage type {kind}."
    else:
        return None
    return Refusal("InvalidParameterCombination", message)


def _value(message: str) -> Refusal:
    return Refusal("InvalidParameterValue", message)
