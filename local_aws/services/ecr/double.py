"""ECR: what a whole private registry has. MiniStack answers for the rest.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
"""

from local_aws.double.hints import Kind, Record, Service, Values

_SCANNING = {"scanType": "BASIC", "rules": []}


def _replicate(registry: Record, request: Values) -> Values:
    registry.values["replicationConfiguration"] = request["replicationConfiguration"]
    return {"replicationConfiguration": request["replicationConfiguration"]}


def _scan(registry: Record, request: Values) -> Values:
    given = {name: request[name] for name in _SCANNING if name in request}
    registry.values["scanningConfiguration"] = {**_SCANNING, **given}
    return {"registryScanningConfiguration": registry.values["scanningConfiguration"]}


def _scanning(registry: Record, _: Values) -> Values:
    return {
        "registryId": registry.values["registryId"],
        "scanningConfiguration": registry.values["scanningConfiguration"],
    }


def _validate(rule: Record, _: Values) -> Values:
    return {**rule.values, "isValid": True}


SERVICE = Service(
    "ecr",
    kinds=(
        Kind(
            "Registry",
            theirs=True,
            alone=True,
            made={
                "registryId": "{account}",
                "replicationConfiguration": {"rules": []},
                "scanningConfiguration": _SCANNING,
            },
        ),
        Kind(
            "RegistryPolicy",
            alone=True,
            missing="RegistryPolicyNotFoundException",
            made={"registryId": "{account}"},
            operations={"PutRegistryPolicy": ("put", {})},
        ),
        Kind(
            "PullThroughCacheRule",
            members=("ecrRepositoryPrefix",),
            missing="PullThroughCacheRuleNotFoundException",
            made={"registryId": "{account}"},
            operations={"DescribePullThroughCacheRules": ("list", {})},
        ),
        Kind(
            "RepositoryCreationTemplate",
            members=("prefix",),
            missing="TemplateNotFoundException",
            made={"imageTagMutability": "MUTABLE"},
        ),
        Kind(
            "AccountSetting",
            members=("name",),
            missing="InvalidParameterException",
            theirs=True,
            operations={"PutAccountSetting": ("put", {})},
        ),
    ),
    acts={
        "GetRegistryScanningConfiguration": ("Registry", _scanning),
        "PutRegistryScanningConfiguration": ("Registry", _scan),
        "PutReplicationConfiguration": ("Registry", _replicate),
        "ValidatePullThroughCacheRule": ("PullThroughCacheRule", _validate),
    },
    rest_elsewhere=True,
)
