"""VPC Lattice. https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/"""

from typing import Any

from local_aws.double.hints import Kind, Record, Ref, RefusedError, Service, Values

_ARN = "arn:aws:vpc-lattice:{region}:{account}"
_HEALTH_CHECK = {
    "enabled": True,
    "protocol": "HTTP",
    "protocolVersion": "HTTP1",
    "path": "/",
    "healthCheckIntervalSeconds": 30,
    "healthCheckTimeoutSeconds": 5,
    "healthyThresholdCount": 5,
    "unhealthyThresholdCount": 2,
    "matcher": {"httpCode": "200"},
}


def _made(prefix: str, path: str, **more: Any) -> Values:
    arn = path if path.startswith("{") else f"{_ARN}:{path}"
    return {"id": f"{prefix}-{{new}}", "arn": f"{arn}/{{id}}", **more}


def _copies(prefix: str, *members: str) -> Values:
    return {member: prefix + member.capitalize() for member in members}


def _kind(name: str, made: Values, refs: tuple[Ref, ...] = (), **more: Any) -> Kind:
    member = f"{name[0].lower()}{name[1:]}Identifier"
    return Kind(name, members=(member,), names=("id", "arn"), made=made, refs=refs, **more)


_NETWORK = Ref(
    "serviceNetworkIdentifier", ("ServiceNetwork",), _copies("serviceNetwork", "id", "arn", "name")
)
_SERVICE = Ref("serviceIdentifier", ("Service",), _copies("service", "id", "arn"), within=True)
_LISTENER = Ref("listenerIdentifier", ("Listener",), {"arn": "listenerArn"}, within=True)
_OF_EITHER = Ref(
    "resourceIdentifier", ("Service", "ServiceNetwork"), _copies("resource", "id", "arn"), within=True
)
_DELETING = {"status": "DELETE_IN_PROGRESS"}


def _by_default(listener: Record, _: Values) -> None:
    listener.values.setdefault("port", {"HTTP": 80}.get(listener.values["protocol"], 443))


def _default_config(group: Record, _: Values) -> None:
    """What a target group has when nothing is said depends on its type."""
    config = group.values.setdefault("config", {})
    if group.values["type"] == "LAMBDA":
        config.setdefault("lambdaEventStructureVersion", "V1")
        return
    missing = [name for name in ("port", "protocol", "vpcIdentifier") if name not in config]
    if missing:
        raise RefusedError(
            "invalid", f"A target group of this type needs {', '.join(missing)}", "TargetGroup"
        )
    config.setdefault("ipAddressType", "IPV4")
    if config["protocol"] != "TCP":
        config.setdefault("protocolVersion", "HTTP1")
    given = config.get("healthCheck", {})
    enabled = group.values["type"] != "ALB" and config["protocol"] != "TCP"
    config["healthCheck"] = {**_HEALTH_CHECK, "enabled": enabled, **given}


def _new_check(group: Record, request: Values) -> None:
    config = group.values["config"]
    config["healthCheck"] = {**config.get("healthCheck", {}), **request.pop("healthCheck")}


def _register(group: Record, request: Values) -> Values:
    targets = [{"port": group.values["config"].get("port"), **target} for target in request["targets"]]
    kept = [one for one in group.values.setdefault("targets", []) if not _among(one, targets)]
    group.values["targets"] = [*kept, *({**target, "status": "UNAVAILABLE"} for target in targets)]
    return {"successful": targets, "unsuccessful": []}


def _deregister(group: Record, request: Values) -> Values:
    known = group.values.setdefault("targets", [])
    gone = [one for one in known if _among(one, request["targets"])]
    group.values["targets"] = [one for one in known if one not in gone]
    return {"successful": gone, "unsuccessful": []}


def _list_targets(group: Record, request: Values) -> Values:
    targets = group.values.get("targets", [])
    asked = request.get("targets")
    return {"items": [one for one in targets if not asked or _among(one, asked)]}


def _among(target: Values, targets: list[Values]) -> bool:
    return any(
        target["id"] == one["id"] and target.get("port") == one.get("port", target.get("port"))
        for one in targets
    )


SERVICE = Service(
    "vpc-lattice",
    kinds=(
        _kind(
            "ServiceNetwork",
            _made("sn", "servicenetwork", authType="NONE", sharingConfig={"enabled": True}),
            unique=("name",),
        ),
        _kind(
            "Service",
            _made(
                "svc",
                "service",
                authType="NONE",
                status="ACTIVE",
                idleTimeoutSeconds=60,
                dnsEntry={
                    "domainName": "{name}-{id}.7d67968.vpc-lattice-svcs.{region}.on.aws",
                    "hostedZoneId": "Z09127221KTH2CFUOHIZH",
                },
            ),
            unique=("name",),
            operations={"DeleteService": ("delete", _DELETING)},
        ),
        _kind(
            "Listener",
            _made("listener", "{serviceArn}/listener"),
            (_SERVICE,),
            unique=("name",),
            rules={"create": _by_default},
        ),
        _kind(
            "Rule",
            _made("rule", "{listenerArn}/rule", isDefault=False),
            (_SERVICE, _LISTENER),
            unique=("priority",),
        ),
        _kind(
            "TargetGroup",
            _made("tg", "targetgroup", status="ACTIVE"),
            unique=("name",),
            rules={"create": _default_config, "update": _new_check},
            operations={"DeleteTargetGroup": ("delete", _DELETING)},
        ),
        _kind(
            "ServiceNetworkServiceAssociation",
            _made("snsa", "servicenetworkserviceassociation", status="ACTIVE", createdBy="{account}"),
            (Ref("serviceIdentifier", ("Service",), _copies("service", "id", "arn", "name")), _NETWORK),
            alone=True,
            operations={"DeleteServiceNetworkServiceAssociation": ("delete", _DELETING)},
        ),
        _kind(
            "ServiceNetworkVpcAssociation",
            _made(
                "snva",
                "servicenetworkvpcassociation",
                status="ACTIVE",
                createdBy="{account}",
                vpcId="{vpcIdentifier}",
            ),
            (_NETWORK,),
            unique=("vpcIdentifier",),
            operations={"DeleteServiceNetworkVpcAssociation": ("delete", _DELETING)},
        ),
        _kind(
            "AccessLogSubscription",
            _made("als", "accesslogsubscription", serviceNetworkLogType="SERVICE"),
            (_OF_EITHER,),
        ),
        Kind(
            "AuthPolicy",
            alone=True,
            refs=(_OF_EITHER,),
            made={"state": "Active"},
            operations={"PutAuthPolicy": ("put", {})},
        ),
    ),
    acts={
        "RegisterTargets": ("TargetGroup", _register),
        "DeregisterTargets": ("TargetGroup", _deregister),
        "ListTargets": ("TargetGroup", _list_targets),
    },
)
