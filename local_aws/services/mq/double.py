"""Amazon MQ: what it offers. moto answers for the rest.

https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/activemq-version-management.html
https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-version-management.html
"""

from local_aws.double.hints import Kind, Record, Service, Values

_VERSIONS = {"ACTIVEMQ": ("5.19", "5.18", "5.17.6"), "RABBITMQ": ("4.2", "3.13")}
_TYPES = ("mq.t3.micro", "mq.m5.large", "mq.m5.xlarge", "mq.m5.2xlarge", "mq.m5.4xlarge")
_MODES = {
    "ACTIVEMQ": ["SINGLE_INSTANCE", "ACTIVE_STANDBY_MULTI_AZ"],
    "RABBITMQ": ["SINGLE_INSTANCE", "CLUSTER_MULTI_AZ"],
}


def _engines(_: Record, request: Values) -> Values:
    return {
        "BrokerEngineTypes": [
            {"EngineType": engine, "EngineVersions": [{"Name": version} for version in versions]}
            for engine, versions in _VERSIONS.items()
            if request.get("EngineType", engine) == engine
        ]
    }


def _instances(offer: Record, request: Values) -> Values:
    zones = [{"Name": f"{offer.values['region']}{letter}"} for letter in "abc"]
    return {
        "BrokerInstanceOptions": [
            {
                "AvailabilityZones": zones,
                "EngineType": engine,
                "HostInstanceType": kind,
                "StorageType": "EBS",
                "SupportedDeploymentModes": _MODES[engine],
                "SupportedEngineVersions": list(versions),
            }
            for engine, versions in _VERSIONS.items()
            for kind in _TYPES
            if request.get("EngineType", engine) == engine
            and request.get("HostInstanceType", kind) == kind
            and request.get("StorageType", "EBS") == "EBS"
        ]
    }


SERVICE = Service(
    "mq",
    kinds=(Kind("Offer", theirs=True, alone=True, made={"region": "{region}"}),),
    acts={
        "DescribeBrokerEngineTypes": ("Offer", _engines),
        "DescribeBrokerInstanceOptions": ("Offer", _instances),
    },
    rest_elsewhere=True,
)
