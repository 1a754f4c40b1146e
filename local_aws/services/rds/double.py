"""RDS: what it offers, event subscriptions, custom endpoints of clusters. MiniStack answers for the rest.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/Welcome.html
"""

import hashlib
from datetime import UTC, datetime

from local_aws.double.hints import Kind, Record, Service, Values
from local_aws.services.rds import versions

_ARN = "arn:aws:rds:{region}:{account}"
_HOST = "{new:.12}.{region}.rds.amazonaws.com"


def _subscribe(subscription: Record, request: Values) -> None:
    """Descriptions have other names for what a request calls `SourceIds` and `EventCategories`."""
    for given, kept in (("SourceIds", "SourceIdsList"), ("EventCategories", "EventCategoriesList")):
        if given in request:
            subscription.values[kept] = request[given]


def _add_source(subscription: Record, request: Values) -> Values:
    kept = subscription.values.setdefault("SourceIdsList", [])
    subscription.values["SourceIdsList"] = [*kept, request["SourceIdentifier"]]
    return {"EventSubscription": subscription.values}


def _remove_source(subscription: Record, request: Values) -> Values:
    kept = subscription.values.get("SourceIdsList", [])
    subscription.values["SourceIdsList"] = [one for one in kept if one != request["SourceIdentifier"]]
    return {"EventSubscription": subscription.values}


def _name_endpoint(endpoint: Record, request: Values) -> None:
    """What a request calls `EndpointType` is `CustomEndpointType` in descriptions."""
    if "EndpointType" in request:
        endpoint.values["CustomEndpointType"] = request["EndpointType"]
    endpoint.values["EndpointType"] = "CUSTOM"


def _offered(engine: str) -> list[str]:
    """The versions of an engine, the oldest first."""
    from ministack.services import rds  # the table is read where the engines are not installed, too

    aurora = {
        "aurora-mysql": rds.AURORA_MYSQL_ENGINE_VERSIONS,
        "aurora-postgresql": rds.AURORA_POSTGRESQL_ENGINE_VERSIONS,
    }
    return [version for version, _ in aurora[engine]] if engine in aurora else versions.of(engine)


def _default(engine: str, within: str) -> str:
    """The version of an engine, or of one of its major versions, that is made when none is named."""
    if not engine.startswith("aurora"):
        return versions.default(engine, within)
    from ministack.services import rds  # the engine: not in every environment that reads this table

    named: str = rds.AURORA_POSTGRESQL_DEFAULT_ENGINE_VERSIONS.get(within) or rds._default_engine_version(
        engine
    )
    inside = [each for each in _offered(engine) if _is_of(each, within)]
    return named if not inside or named in inside else inside[-1]


def _is_of(version: str, wanted: str) -> bool:
    return not wanted or version == wanted or version.startswith(f"{wanted}.")


def _versions(_: Record, request: Values) -> Values:
    """https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBEngineVersions.html"""
    wanted, family = request.get("EngineVersion", ""), request.get("DBParameterGroupFamily")
    engines = [request["Engine"]] if "Engine" in request else [*versions.ENGINES, *_AURORA]
    found = [
        _described(engine, version)
        for engine in engines
        for version in _offered(engine)
        if _is_of(version, wanted)
        and (not request.get("DefaultOnly") or version == _default(engine, wanted))
        and family in (None, versions.family(engine, version))
    ]
    filters = {each["Name"]: each["Values"] for each in request.get("Filters", ())}
    modes = filters.get("engine-mode", ["provisioned"])
    return {"DBEngineVersions": [each for each in found if set(modes) & set(each["SupportedEngineModes"])]}


_AURORA = ("aurora-mysql", "aurora-postgresql")


def _described(engine: str, version: str) -> Values:
    major = versions.major(engine, version)
    later = [each for each in _offered(engine) if _is_of(each, major)]
    later = later[later.index(version) + 1 :]
    return {
        "DBEngineDescription": engine,
        "DBEngineVersionDescription": f"{engine} {version}",
        "DBParameterGroupFamily": versions.family(engine, version),
        "Engine": engine,
        "EngineVersion": version,
        "ExportableLogTypes": list(versions.logs(engine)),
        "MajorEngineVersion": major,
        "Status": "available",
        "SupportedCACertificateIdentifiers": list(_AUTHORITIES),
        "SupportedEngineModes": ["provisioned"],
        "SupportsBabelfish": engine == "aurora-postgresql",
        "SupportsGlobalDatabases": engine in _AURORA,
        "SupportsLogExportsToCloudwatchLogs": bool(versions.logs(engine)),
        "SupportsParallelQuery": engine == "aurora-mysql",
        "SupportsReadReplica": engine not in _AURORA,
        "ValidUpgradeTarget": [
            {
                "AutoUpgrade": False,
                "Description": f"{engine} {each}",
                "Engine": engine,
                "EngineVersion": each,
                "IsMajorVersionUpgrade": False,
                "SupportedEngineModes": ["provisioned"],
            }
            for each in later
        ],
    }


def _orderable(offer: Record, request: Values) -> Values:
    """https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeOrderableDBInstanceOptions.html"""
    engine, wanted = request["Engine"], request.get("EngineVersion", "")
    license_ = versions.license_of(engine)
    named = [each for each in _offered(engine) if _is_of(each, wanted)] if wanted else [_default(engine, "")]
    if request.get("LicenseModel", license_) != license_ and engine not in _AURORA:
        named = []
    zones = [{"Name": f"{offer.values['region']}{letter}"} for letter in "abc"]
    options = [
        {
            "AvailabilityZones": zones,
            "DBInstanceClass": size,
            "Engine": engine,
            "EngineVersion": version,
            "LicenseModel": license_,
            "MultiAZCapable": engine not in _AURORA,
            "OutpostCapable": False,
            "ReadReplicaCapable": engine not in _AURORA,
            "StorageType": storage,
            "SupportedEngineModes": ["provisioned"],
            "SupportedNetworkTypes": ["DUAL", "IPV4"],
            "SupportsClusters": engine in _AURORA,
            "SupportsEnhancedMonitoring": True,
            "SupportsGlobalDatabases": engine in _AURORA,
            "SupportsIAMDatabaseAuthentication": True,
            "SupportsIops": storage.startswith(("io", "gp3")),
            "SupportsKerberosAuthentication": True,
            "SupportsPerformanceInsights": True,
            "SupportsStorageAutoscaling": engine not in _AURORA,
            "SupportsStorageEncryption": True,
            "SupportsStorageThroughput": storage == "gp3",
            "Vpc": True,
        }
        for version in named
        for size in versions.classes(engine)
        if request.get("DBInstanceClass", size) == size
        for storage in versions.storage(engine)
    ]
    start, most = int(request.get("Marker", 0)), request.get("MaxRecords", 1000)
    page: Values = {"OrderableDBInstanceOptions": options[start : start + most]}
    return {**page, "Marker": str(start + most)} if len(options) > start + most else page


# By name: until when. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
_AUTHORITIES = {
    "rds-ca-ecc384-g1": datetime(2121, 5, 20, tzinfo=UTC),
    "rds-ca-rsa2048-g1": datetime(2061, 5, 20, tzinfo=UTC),
    "rds-ca-rsa4096-g1": datetime(2121, 5, 20, tzinfo=UTC),
}


def _certificates(offer: Record, request: Values) -> Values:
    region = offer.values["region"]
    return {
        "Certificates": [
            {
                "CertificateArn": f"arn:aws:rds:{region}::cert:{name}",
                "CertificateIdentifier": name,
                "CertificateType": "CA",
                "CustomerOverride": False,
                "Thumbprint": hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest(),
                "ValidFrom": datetime(2021, 5, 21, tzinfo=UTC),
                "ValidTill": until,
            }
            for name, until in _AUTHORITIES.items()
            if request.get("CertificateIdentifier", name) == name
        ],
        "DefaultCertificateForNewLaunches": "rds-ca-rsa2048-g1",
    }


SERVICE = Service(
    "rds",
    kinds=(
        Kind(
            "EventSubscription",
            members=("SubscriptionName",),
            names=("CustSubscriptionId",),
            missing="SubscriptionNotFoundFault",
            made={
                "CustSubscriptionId": "{SubscriptionName}",
                "CustomerAwsId": "{account}",
                "Enabled": True,
                "EventSubscriptionArn": f"{_ARN}:es:{{SubscriptionName}}",
                "Status": "active",
                "SubscriptionCreationTime": "{now}",
            },
            operations={"ModifyEventSubscription": ("update", {})},
            rules={"create": _subscribe, "update": _subscribe},
        ),
        Kind(
            "DBClusterEndpoint",
            members=("DBClusterEndpointIdentifier",),
            missing="DBClusterEndpointNotFoundFault",
            made={
                "DBClusterEndpointArn": f"{_ARN}:cluster-endpoint:{{DBClusterEndpointIdentifier}}",
                "DBClusterEndpointResourceIdentifier": "cluster-endpoint-{new}",
                "Endpoint": f"{{DBClusterEndpointIdentifier}}.cluster-custom-{_HOST}",
                "Status": "available",
            },
            operations={"ModifyDBClusterEndpoint": ("update", {})},
            rules={"create": _name_endpoint, "update": _name_endpoint},
        ),
        Kind("Offer", theirs=True, alone=True, made={"region": "{region}"}),
    ),
    acts={
        "DescribeCertificates": ("Offer", _certificates),
        "DescribeDBEngineVersions": ("Offer", _versions),
        "DescribeOrderableDBInstanceOptions": ("Offer", _orderable),
        "AddSourceIdentifierToSubscription": ("EventSubscription", _add_source),
        "RemoveSourceIdentifierFromSubscription": ("EventSubscription", _remove_source),
    },
    rest_elsewhere=True,
)
