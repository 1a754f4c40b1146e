"""MSK: the versions of Kafka that it offers, and clusters of its newer API, which are mostly serverless.

MiniStack answers for the rest. https://docs.aws.amazon.com/msk/latest/developerguide/serverless.html
https://docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html
"""

from datetime import datetime
from typing import Any

from local_aws.double.hints import Kind, Record, RefusedError, Service, Values

_OFFERED = ("3.4.0", "3.5.1", "3.6.0", "3.7.x", "3.7.x.kraft", "3.8.x", "3.8.x.kraft", "3.9.x", "4.0.x.kraft")
_VERSIONS = [{"Status": "ACTIVE", "Version": version} for version in _OFFERED]


def _described(offer: Record, request: Values) -> Values:
    """A cluster of this double, or one of MiniStack's as the newer API describes it."""
    from ministack.core.responses import request_scope  # the table is read where there are no engines, too
    from ministack.services import msk

    from local_aws import double  # which imports this

    place, arn = (offer.values["account"], offer.values["region"]), request["ClusterArn"]
    for record in double.records("kafka", *place):
        if record.values.get("ClusterArn") == arn:
            return {"ClusterInfo": {**record.values, "CreationTime": record.made, "Tags": record.tags}}
    with request_scope(*place):
        found = msk._clusters.get(arn)
        tags = dict(msk._tags.get(arn) or {})
    if found is None:
        raise RefusedError("NotFoundException", f"Cluster {arn} not found")
    known: Values = {name: value for name, value in _pascal(found).items() if value not in ({}, "", None)}
    own = {name: known[name] for name in ("ClusterArn", "ClusterName", "CurrentVersion", "State")}
    made = datetime.fromisoformat(known["CreationTime"].replace("Z", "+00:00"))
    more = {"ClusterType": "PROVISIONED", "CreationTime": made, "Provisioned": known, "Tags": tags}
    return {"ClusterInfo": {**own, **more}}


def _delete_configuration(offer: Record, request: Values) -> Values:
    from ministack.core.responses import request_scope
    from ministack.services import msk

    with request_scope(offer.values["account"], offer.values["region"]):
        if msk._configurations.pop(request["Arn"], None) is None:
            raise RefusedError("NotFoundException", f"Configuration {request['Arn']} not found")
        msk._config_revisions.pop(request["Arn"], None)
        msk._tags.pop(request["Arn"], None)
    return {"Arn": request["Arn"], "State": "DELETING"}


def _pascal(value: Any) -> Any:
    """MiniStack keeps parts of a request as they came, with names that begin with small letters."""
    if isinstance(value, dict):
        return {name[0].upper() + name[1:]: _pascal(each) for name, each in value.items()}
    return [_pascal(each) for each in value] if isinstance(value, list) else value


def _choose_type(cluster: Record, request: Values) -> None:
    cluster.values["ClusterType"] = "PROVISIONED" if request.get("Provisioned") else "SERVERLESS"


def _brokers(cluster: Record, _: Values) -> Values:
    arn = cluster.values["ClusterArn"].split(":")
    host = f"boot-{arn[-1].rpartition('/')[2][:8]}.c1.kafka-serverless.{arn[3]}.amazonaws.com"
    return {"BootstrapBrokerStringSaslIam": f"{host}:9098"}


SERVICE = Service(
    "kafka",
    kinds=(
        Kind("Offer", theirs=True, alone=True, made={"account": "{account}", "region": "{region}"}),
        Kind(
            "ServerlessCluster",
            members=("ClusterArn",),
            unique=("ClusterName",),
            inside=("ClusterInfo",),
            plural="ClustersV2",
            made={
                "ClusterArn": "arn:aws:kafka:{region}:{account}:cluster/{ClusterName}/{uuid}-s1",
                "CurrentVersion": "K3P5ROKL5A1OLE",
                "State": "ACTIVE",
            },
            operations={
                "CreateClusterV2": ("create", {}),
                "DeleteCluster": ("delete", {"State": "DELETING"}),
            },
            rules={"create": _choose_type},
        ),
    ),
    acts={
        "DeleteConfiguration": ("Offer", _delete_configuration),
        "DescribeClusterV2": ("Offer", _described),
        "GetBootstrapBrokers": ("ServerlessCluster", _brokers),
        "ListKafkaVersions": ("Offer", lambda *_: {"KafkaVersions": _VERSIONS}),
    },
    rest_elsewhere=True,
    shared=("DeleteCluster", "GetBootstrapBrokers"),
)
