"""What somebody created in the two engines, from their stores: to see that a destroy left nothing."""

import sys
from collections.abc import Iterator, Set
from typing import Any

from ministack.core.responses import AccountRegionScopedDict, AccountScopedDict
from moto.core.base_backend import AccountSpecificBackend, BackendDict
from moto.ec2.models.instances import Reservation

# MiniStack's stores of resources, with the kind each holds. Its other stores hang on these (tags, policies,
# positions, histories). Of a service that is not here every store is listed: better too much than too little.
_KINDS = {
    "apigateway": {"_apis": "api", "_vpc_links": "vpc-link"},
    "apigateway_v1": {
        "_rest_apis": "rest-api",
        "_api_keys": "api-key",
        "_usage_plans": "usage-plan",
        "_domain_names": "domain-name",
    },
    "cloudwatch": {"_alarms": "alarm", "_composite_alarms": "composite-alarm", "_dashboards": "dashboard"},
    "cloudwatch_logs": {
        "_log_groups": "log-group",
        "_query_definitions": "query-definition",
        "_resource_policies": "resource-policy",
    },
    "dynamodb": {"_tables": "table", "_backups": "backup"},
    "ec2": {},
    "elasticache": {
        "_clusters": "cluster",
        "_replication_groups": "replication-group",
        "_serverless_caches": "serverless-cache",
        "_subnet_groups": "subnet-group",
        "_param_groups": "parameter-group",
        "_users": "user",
        "_user_groups": "user-group",
        "_snapshots": "snapshot",
    },
    "eventbridge": {
        "_event_buses": "event-bus",
        "_rules": "rule",
        "_archives": "archive",
        "_connections": "connection",
        "_api_destinations": "api-destination",
    },
    "iam": {
        "_users": "user",
        "_roles": "role",
        "_policies": "policy",
        "_groups": "group",
        "_instance_profiles": "instance-profile",
        "_oidc_providers": "oidc-provider",
        "_saml_providers": "saml-provider",
    },
    "kms": {"_keys": "key", "_aliases": "alias"},
    "lambda_svc": {"_functions": "function", "_layers": "layer", "_esms": "event-source-mapping"},
    "pipes": {"_pipes": "pipe"},
    "s3": {"_buckets": "bucket", "_access_points": "access-point"},
    "secretsmanager": {"_secrets": "secret"},
    "sns": {"_topics": "topic", "_platform_applications": "platform-application"},
    "sqs": {"_queues": "queue"},
    "ssm": {"_parameters": "parameter"},
    "stepfunctions": {
        "_state_machines": "state-machine",
        "_state_machine_versions": "state-machine-version",
        "_state_machine_aliases": "state-machine-alias",
        "_activities": "activity",
    },
    "sts": {},
}
_SERVICES = {
    "apigateway_v1": "apigateway",
    "cloudwatch_logs": "logs",
    "eventbridge": "events",
    "lambda_svc": "lambda",
    "stepfunctions": "states",
}
_THEIR_OWN = ("arn:aws:iam::aws:", "alias/aws/", "arn:aws:ssm:::parameter/aws/")
# What moto notes of calls that were made, settings that an account always has, and experiments, which FIS
# keeps for 120 days and nobody can delete: no resources.
_NO_RESOURCES = {"_client_token_to_experiment_id", "account_settings", "experiments", "operations"}
_born_with: dict[int, set[tuple[str, str]]] = {}


def remember_defaults() -> None:
    """Note what a moto store holds when it is made: default networks, default clusters."""
    make = AccountSpecificBackend.__getitem__

    def make_and_note(self: Any, region: str) -> Any:
        is_new = not dict.__contains__(self, "aws" if region == "global" else region)
        store = make(self, region)
        if is_new:
            _born_with[id(store)] = set(_entries(store))
        return store

    AccountSpecificBackend.__getitem__ = make_and_note


def born_with(store: Any) -> set[tuple[str, str]]:
    """What a moto store held when it was made."""
    return _born_with.get(id(store), set())


def note(store: Any, held: set[tuple[str, str]]) -> None:
    """Note what a moto store held when it was made, for one that is put back."""
    _born_with[id(store)] = held


def listing(of_moto: Set[str]) -> list[str]:
    """Each resource as `service/kind/name`, sorted; of moto only the services it answers for."""
    return sorted({*_of_ministack(), *_of_moto(of_moto)})


def _of_ministack() -> Iterator[str]:
    for path, module in list(sys.modules.items()):
        if not path.startswith("ministack.services."):
            continue
        name = path.removeprefix("ministack.services.")
        stores = {key: store for key, store in vars(module).items() if is_store(store) and "tags" not in key}
        kinds = _KINDS.get(name, {key: key.strip("_").replace("_", "-") for key in stores})
        for key, kind in kinds.items():
            if key not in stores:  # a correction's own, left out
                continue
            for scoped, value in stores[key].to_dict().items():
                if not _is_nobodys(scoped[-1], value):
                    yield f"{_SERVICES.get(name, name)}/{kind}/{_name(scoped[-1], value)}"


def is_store(value: Any) -> bool:
    """Whether it holds a service's resources by account, and region."""
    return isinstance(value, (AccountScopedDict, AccountRegionScopedDict))


def _name(key: Any, value: Any) -> str:
    """The resource's own name where it has one, else its id."""
    names = ("name", "QueueName", "KeyId") if isinstance(value, dict) else ()
    return next((str(value[field]) for field in names if value.get(field)), str(key))


def _is_nobodys(key: Any, value: Any) -> bool:
    """It was there from the start, AWS manages it, or it is deleted and only waits for its end."""
    record = value if isinstance(value, dict) else {}
    return (
        key == "default"
        or str(key).startswith("default.")
        or str(key).startswith(_THEIR_OWN)
        or ":alias/aws/" in str(key)
        or record.get("KeyManager") == "AWS"
        or str(record.get("Path", "")).startswith("/aws-service-role/")
        or record.get("KeyState") == "PendingDeletion"
        or bool(record.get("DeletedDate"))
        or record.get("status") == "Canceled"
        or record.get("versions") == []
    )


def _of_moto(services: Set[str]) -> Iterator[str]:
    for stores in list(BackendDict._instances):
        for account in list(stores.values()):
            for store in list(account.values()):
                service = type(store).__module__.split(".")[1]
                if service.replace("elbv2", "elasticloadbalancing") in services:
                    for kind, name in set(_entries(store)) - _born_with.get(id(store), set()):
                        yield f"{service}/{kind.replace('_', '-')}/{name}"


def _entries(store: Any) -> Iterator[tuple[str, str]]:
    for kind, content in list(vars(store).items()):
        if "tags" in kind or kind in _NO_RESOURCES or not isinstance(content, (dict, list)):
            continue
        named = content.items() if isinstance(content, dict) else ((_id(value), value) for value in content)
        for key, value in list(named):
            grouped = value.items() if isinstance(value, dict) else [(key, value)]
            yield from ((kind, str(inner)) for inner, entry in list(grouped) if inner and not _is_gone(entry))


def _id(entry: Any) -> str | None:
    ids = (getattr(entry, name, None) for name in ("allocation_id", "id", "arn", "name"))
    return next((str(found) for found in ids if found), None)


def _is_gone(entry: Any) -> bool:
    """AWS, and moto with it, describes some resources for a while after they were deleted."""
    if isinstance(entry, Reservation):
        return all(instance.state == "terminated" for instance in entry.instances)
    states = [getattr(entry, name, None) for name in ("last_status", "state", "status")]
    states.append(getattr(getattr(entry, "_status", None), "code", None))  # of VPC peering connections
    return any(
        state in ("Canceled", "deleted", "deleting", "terminated", "INACTIVE", "STOPPED") for state in states
    )
