"""What one planned change puts at risk, and why: the rules behind a plan review."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tooling.plan import iam
from tooling.plan.masking import Masked


class Action(Enum):
    """What Terraform will do to a resource. FORGET leaves it in place and out of the state."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DESTROY = "destroy"
    FORGET = "forget"
    NONE = "none"


class Risk(Enum):
    """The groups of a review, worst first."""

    LOSS_OF_DATA = "loss of data"
    ACCESS = "access"
    NETWORK = "network"
    INTERRUPTION = "interruption"
    ROUTINE = "routine"


@dataclass(frozen=True)
class Facts:
    """One change as the rules see it, with what is sensitive masked.

    `documents` holds, by attribute, the policy documents whose text Terraform will only know at apply
    but whose statements the plan has.
    """

    type: str
    action: Action
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    unknown: Mapping[str, Any] = field(default_factory=dict)
    new_before_old: bool = False
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def gone(self) -> bool:
        """Whether what exists now will not exist after."""
        return self.action in (Action.DESTROY, Action.REPLACE)

    @property
    def made(self) -> bool:
        """Whether something that did not exist will."""
        return self.action in (Action.CREATE, Action.REPLACE)

    def changes(self, path: str) -> tuple[Any, Any]:
        """The value before and after; two equal values when only the apply will tell."""
        before = at(self.before, path)
        return (before, before) if at(self.unknown, path) is True else (before, at(self.after, path))

    def hidden(self, path: str) -> bool:
        """Whether the value changes to or from one that is sensitive: how, no rule can see."""
        before, after = self.changes(path)
        return before != after and (isinstance(before, Masked) or isinstance(after, Masked))


Finding = tuple[Risk, str]
Rule = Callable[[Facts], Iterable[Finding]]

# What is lost with the resource.
HOLDS_DATA: dict[str, str] = {
    "aws_backup_vault": "the vault and its recovery points",
    "aws_cloudtrail_event_data_store": "the recorded events",
    "aws_cloudwatch_event_archive": "the archived events",
    "aws_cloudwatch_log_group": "the log events",
    "aws_cloudwatch_log_stream": "the log events",
    "aws_cognito_user_pool": "the users and their passwords",
    "aws_dax_cluster": "what is cached",
    "aws_db_cluster_snapshot": "the snapshot",
    "aws_db_instance": "the database",
    "aws_db_snapshot": "the snapshot",
    "aws_docdb_cluster": "the database",
    "aws_dynamodb_table": "the table and its items",
    "aws_dynamodb_table_item": "the item",
    "aws_dynamodb_table_replica": "the replica and its items",
    "aws_ebs_snapshot": "the snapshot",
    "aws_ebs_volume": "the volume's data",
    "aws_ecr_repository": "the images",
    "aws_efs_file_system": "the files",
    "aws_elasticache_cluster": "what is cached",
    "aws_elasticache_replication_group": "what is cached",
    "aws_elasticache_serverless_cache": "what is cached",
    "aws_elasticsearch_domain": "the indexes",
    "aws_fsx_lustre_file_system": "the files",
    "aws_fsx_ontap_file_system": "the files",
    "aws_fsx_openzfs_file_system": "the files",
    "aws_fsx_windows_file_system": "the files",
    "aws_glacier_vault": "the archives",
    "aws_keyspaces_table": "the table and its rows",
    "aws_kinesis_stream": "the records not read yet",
    "aws_kinesis_firehose_delivery_stream": "the records not delivered yet",
    "aws_kms_key": "the key, and all that only it can decrypt",
    "aws_kms_external_key": "the key, and all that only it can decrypt",
    "aws_kms_replica_key": "the key, and all that only it can decrypt",
    "aws_memorydb_cluster": "the database",
    "aws_mq_broker": "the messages not consumed yet",
    "aws_msk_cluster": "the topics and their records",
    "aws_msk_serverless_cluster": "the topics and their records",
    "aws_neptune_cluster": "the database",
    "aws_opensearch_domain": "the indexes",
    "aws_rds_cluster": "the database",
    "aws_rds_global_cluster": "the database",
    "aws_redshift_cluster": "the database",
    "aws_route53_zone": "the zone, its records and its name servers",
    "aws_s3_bucket": "the bucket and its objects",
    "aws_s3_directory_bucket": "the bucket and its objects",
    "aws_s3_object": "the object",
    "aws_secretsmanager_secret": "the secret",
    "aws_secretsmanager_secret_version": "the secret's value",
    "aws_sqs_queue": "the messages not consumed yet",
    "aws_ssm_parameter": "the parameter's value",
    "aws_timestreamwrite_table": "the table and its records",
}

# Settings whose end leaves data unguarded: attribute → (the value that guards, what happens without it).
GUARDS: dict[str, tuple[Any, str]] = {
    "deletion_protection": (True, "turns deletion protection off"),
    "deletion_protection_enabled": (True, "turns deletion protection off"),
    "enable_deletion_protection": (True, "turns deletion protection off"),
    "disable_api_termination": (True, "turns termination protection off"),
    "point_in_time_recovery.0.enabled": (True, "turns point-in-time recovery off"),
    "versioning_configuration.0.status": ("Enabled", "turns object versioning off"),
    "is_enabled": (True, "turns the key off: what it encrypts cannot be read"),
    "force_destroy": (False, "lets a destroy delete what is inside"),
    "force_delete": (False, "lets a destroy delete what is inside"),
    "skip_final_snapshot": (False, "a destroy takes no final snapshot any more"),
    "delete_automated_backups": (False, "a destroy deletes the automated backups too"),
    "ttl.0.enabled": (False, "items start to expire"),
}

# Things that keep data safe without holding any.
SAFEGUARDS: dict[str, str] = {
    "aws_backup_plan": "its backups are no longer taken",
    "aws_backup_selection": "what it selects is no longer backed up",
    "aws_backup_vault_lock_configuration": "the recovery points can be deleted",
    "aws_db_instance_automated_backups_replication": "backups are no longer copied",
    "aws_s3_bucket_object_lock_configuration": "the objects can be deleted",
    "aws_s3_bucket_replication_configuration": "objects are no longer copied",
    "aws_s3_bucket_versioning": "overwritten objects are no longer kept",
}

# What others made with it stays in AWS, in no state, and keeps the rest from being deleted.
LEAVES: dict[str, str] = {
    "aws_eks_cluster": (
        "load balancers and volumes that its controllers made stay, and keep the network: "
        "delete Ingresses, Services and claims in Kubernetes first"
    ),
}

# How long something is kept: attribute → (unit, whether 0 means for ever).
RETENTIONS: dict[str, tuple[str, bool]] = {
    "backup_retention_period": ("days", False),
    "deletion_window_in_days": ("days", False),
    "message_retention_seconds": ("s", False),
    "point_in_time_recovery.0.recovery_period_in_days": ("days", False),
    "recovery_window_in_days": ("days", False),
    "retention_days": ("days", True),
    "retention_in_days": ("days", True),
    "retention_period": ("hours", False),
    "snapshot_retention_limit": ("days", False),
}

# Attributes that put something in reach of the internet when they hold this value.
EXPOSURES: dict[tuple[str, str], tuple[Any, str]] = {
    ("aws_db_instance", "publicly_accessible"): (True, "the database gets a public address"),
    ("aws_dms_replication_instance", "publicly_accessible"): (True, "gets a public address"),
    ("aws_ecs_service", "network_configuration.0.assign_public_ip"): (True, "tasks get public addresses"),
    ("aws_eks_cluster", "vpc_config.0.endpoint_public_access"): (True, "the API server faces the internet"),
    ("aws_instance", "associate_public_ip_address"): (True, "gets a public address"),
    ("aws_launch_template", "network_interfaces.0.associate_public_ip_address"): (
        "true",
        "instances get public addresses",
    ),
    ("aws_lb", "internal"): (False, "the load balancer faces the internet"),
    ("aws_mq_broker", "publicly_accessible"): (True, "the broker gets a public address"),
    ("aws_rds_cluster_instance", "publicly_accessible"): (True, "the database gets a public address"),
    ("aws_redshift_cluster", "publicly_accessible"): (True, "the database gets a public address"),
    ("aws_subnet", "map_public_ip_on_launch"): (True, "what starts in it gets a public address"),
}

# Things whose mere existence widens the network.
OPENINGS: dict[str, str] = {
    "aws_apigatewayv2_api": "a public endpoint",
    "aws_appsync_graphql_api": "a public endpoint",
    "aws_cloudfront_distribution": "a public endpoint",
    "aws_ec2_transit_gateway_vpc_attachment": "joins the VPC to a transit gateway",
    "aws_eip": "a public address",
    "aws_globalaccelerator_accelerator": "a public endpoint",
    "aws_internet_gateway": "joins the VPC to the internet",
    "aws_nat_gateway": "lets private subnets reach the internet",
    "aws_vpc_peering_connection": "joins the VPC to another",
    "aws_vpn_connection": "joins the VPC to another network",
}

# Changed in place, yet what runs stops for a while.
PAUSES: dict[tuple[str, str], str] = {
    ("aws_db_instance", "engine_version"): "the engine restarts",
    ("aws_db_instance", "instance_class"): "the instance restarts",
    ("aws_elasticache_replication_group", "engine_version"): "nodes are replaced one by one",
    ("aws_elasticache_replication_group", "node_type"): "nodes are replaced one by one",
    ("aws_instance", "instance_type"): "the instance stops and starts",
    ("aws_mq_broker", "engine_version"): "the broker restarts",
    ("aws_mq_broker", "host_instance_type"): "the broker restarts",
    ("aws_rds_cluster", "engine_version"): "the engine restarts",
    ("aws_rds_cluster_instance", "instance_class"): "the instance restarts",
}

# Set to this value, what runs stops.
STOPS: dict[tuple[str, str], tuple[Any, str]] = {
    ("aws_cloudwatch_event_rule", "state"): ("DISABLED", "turned off"),
    ("aws_ecs_service", "desired_count"): (0, "no task is left running"),
    ("aws_lambda_event_source_mapping", "enabled"): (False, "turned off"),
    ("aws_lambda_function", "reserved_concurrent_executions"): (0, "every invocation is refused"),
}

# Nothing that runs notices when these go.
QUIET = (
    "aws_budgets_",
    "aws_ce_",
    "aws_cloudwatch_composite_alarm",
    "aws_cloudwatch_dashboard",
    "aws_cloudwatch_log_metric_filter",
    "aws_cloudwatch_metric_alarm",
    "aws_cloudwatch_query_definition",
    "aws_lambda_layer_version",
    "aws_resourcegroups_",
    "aws_xray_",
    "terraform_data",
)

# Each argument is worth a review whatever it holds: type → how the reason reads.
ATTACHMENTS: dict[str, tuple[str, str]] = {
    "aws_iam_group_policy_attachment": ("policy_arn", "group"),
    "aws_iam_role_policy_attachment": ("policy_arn", "role"),
    "aws_iam_user_policy_attachment": ("policy_arn", "user"),
}

DELETION_PROTECTION = ("deletion_protection", "deletion_protection_enabled")
GOES = "goes away"
NOT_SHOWN = "(sensitive, not shown)"
# The numbers that AWS gives back for names.
PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp"}
ANYWHERE = ("0.0.0.0/0", "::/0")


def judge(facts: Facts) -> list[Finding]:
    """What the change puts at risk, worst first; empty when it is routine."""
    order = list(Risk)
    found = dict.fromkeys(finding for rule in RULES for finding in rule(facts))
    return sorted(found, key=lambda finding: order.index(finding[0]))


def at(values: Any, path: str) -> Any:
    """The value at a dotted path (`ttl.0.enabled`); None when there is none."""
    for part in path.split("."):
        if isinstance(values, Mapping):
            values = values.get(part)
        elif isinstance(values, list) and part.isdigit() and int(part) < len(values):
            values = values[int(part)]
        else:
            return None
    return values


def blocks(value: Any) -> list[Mapping[str, Any]]:
    """The blocks of a list; none when it is masked."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _names(value: Any) -> list[str]:
    """The values of a list as text."""
    return [f"{each}" for each in value] if isinstance(value, list) else [f"{value}"] if value else []


def _data_goes(facts: Facts) -> Iterator[Finding]:
    if not facts.gone:
        return
    if lost := HOLDS_DATA.get(facts.type):
        verb = "replacing it loses" if facts.action is Action.REPLACE else "destroys"
        yield Risk.LOSS_OF_DATA, f"{verb} {lost}"
        if any(facts.before.get(name) is True for name in DELETION_PROTECTION):
            yield (
                Risk.LOSS_OF_DATA,
                "deletion protection is on, so AWS will refuse: turn it off and apply first",
            )
    elif facts.action is Action.DESTROY and (missed := SAFEGUARDS.get(facts.type)):
        yield Risk.LOSS_OF_DATA, missed


def _others_stay(facts: Facts) -> Iterator[Finding]:
    if facts.gone and (left := LEAVES.get(facts.type)):
        yield Risk.INTERRUPTION, left


def _guards_go(facts: Facts) -> Iterator[Finding]:
    if facts.action is not Action.UPDATE:
        return
    for path, (safe, reason) in GUARDS.items():
        before, after = facts.changes(path)
        if facts.hidden(path):
            yield Risk.LOSS_OF_DATA, f"{_last(path)} changes {NOT_SHOWN}"
        elif before == safe and after != safe and not (after is None and safe is False):
            yield Risk.LOSS_OF_DATA, reason
    for path, (unit, zero_is_ever) in RETENTIONS.items():
        before, after = facts.changes(path)
        if facts.hidden(path):
            yield Risk.LOSS_OF_DATA, f"{_last(path)} changes {NOT_SHOWN}"
        elif _shorter(before, after, zero_is_ever):
            was = _kept(before, unit, zero_is_ever)
            yield Risk.LOSS_OF_DATA, f"shortens {_last(path)} from {was} to {after} {unit}"
    if facts.type == "aws_s3_bucket_lifecycle_configuration" and _expires_sooner(facts):
        yield Risk.LOSS_OF_DATA, "objects expire sooner"
    elif facts.type == "aws_s3_bucket_lifecycle_configuration" and facts.hidden("rule"):
        yield Risk.LOSS_OF_DATA, f"its rules change {NOT_SHOWN}"


def _policies_widen(facts: Facts) -> Iterator[Finding]:
    if facts.action is Action.DESTROY:
        # What a policy guards may outlive the policy; what carries its own does not.
        if facts.type.endswith("_policy"):
            for name, value in facts.before.items():
                if isinstance(value, Masked) and value.document:
                    yield Risk.ACCESS, f"no longer denies what {name} denied {NOT_SHOWN}"
                elif iam.is_document(value) and iam.grants(value, "Deny"):
                    yield Risk.ACCESS, f"no longer denies what {name} denied"
        return
    if facts.type == "aws_vpc_endpoint" and facts.made:
        return  # its policy only takes away from what callers may do
    sides = (facts.before, facts.after)
    secret = {
        name for side in sides for name, value in side.items() if isinstance(value, Masked) and value.document
    }
    names = {name for side in sides for name, value in side.items() if iam.is_document(value)} - secret
    for name in sorted(secret):
        if facts.unknown.get(name) is True:
            yield Risk.ACCESS, f"{name} is known only at apply"
        elif facts.made or facts.hidden(name):
            yield Risk.ACCESS, f"{name} allows more {NOT_SHOWN}"
    for name in sorted((names | set(facts.documents)) - secret):
        before = facts.before.get(name) if facts.action is Action.UPDATE else None
        after = facts.after.get(name)
        if facts.unknown.get(name) is True:
            after = facts.documents.get(name)
            if after is None:
                yield Risk.ACCESS, f"{name} is known only at apply"
                continue
        lifted = iam.no_longer_denied(before, after)
        widened = iam.added(before, after)
        for phrase in iam.describe(widened):
            yield Risk.ACCESS, phrase
        for phrase in iam.describe(lifted):
            yield Risk.ACCESS, f"no longer denied: {phrase.removeprefix('allows ')}"
    if facts.type in POLICIES_BY_TYPE and facts.made:
        name = POLICIES_BY_TYPE[facts.type]
        if facts.unknown.get(name) is True and name not in names | secret | set(facts.documents):
            yield Risk.ACCESS, f"{name} is known only at apply"


# Where a policy that is unknown at plan time can only be recognised by its attribute's name.
POLICIES_BY_TYPE: dict[str, str] = {
    "aws_iam_group_policy": "policy",
    "aws_iam_policy": "policy",
    "aws_iam_role": "assume_role_policy",
    "aws_iam_role_policy": "policy",
    "aws_iam_user_policy": "policy",
    "aws_s3_bucket_policy": "policy",
    "aws_sns_topic_policy": "policy",
    "aws_sqs_queue_policy": "policy",
}


def _access_opens(facts: Facts) -> Iterator[Finding]:
    if facts.type == "aws_s3_bucket_public_access_block":
        flags = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
        if facts.action is Action.DESTROY or any(facts.changes(name) == (True, False) for name in flags):
            yield Risk.ACCESS, "the bucket may become public"
    if (
        facts.before.get("permissions_boundary")
        and not facts.after.get("permissions_boundary")
        and not facts.gone
    ):
        yield Risk.ACCESS, "loses its permissions boundary"
    if facts.action is Action.UPDATE:
        for name in ("authorization", "authorization_type"):
            before, after = facts.changes(name)
            if before != after and after == "NONE":
                yield Risk.ACCESS, "callable without credentials"
    if not facts.made and facts.action is not Action.UPDATE:
        return
    if facts.type in ATTACHMENTS:
        attribute, kind = ATTACHMENTS[facts.type]
        policy = iam.short(str(facts.after.get(attribute) or "a policy made in this plan"))
        yield Risk.ACCESS, f"gives {policy.removeprefix('policy/')} to a {kind}"
    elif facts.type == "aws_lambda_permission":
        yield Risk.ACCESS, f"{_anyone(facts.after.get('principal'))} may invoke the function"
    elif facts.type == "aws_cloudwatch_event_permission":
        yield Risk.ACCESS, f"{_anyone(facts.after.get('principal'))} may put events"
    elif facts.type == "aws_kms_grant":
        yield Risk.ACCESS, f"grants {', '.join(sorted(_names(facts.after.get('operations'))))}"
    elif facts.type == "aws_eks_access_policy_association":
        yield Risk.ACCESS, f"gives {str(facts.after.get('policy_arn')).split('/')[-1]} on the cluster"
    if not facts.made:
        return
    if facts.type in ("aws_iam_access_key", "aws_iam_user_login_profile"):
        yield Risk.ACCESS, "long-lived credentials"
    elif facts.type in ("aws_lambda_function_url", "aws_apigatewayv2_route", "aws_api_gateway_method"):
        mode = facts.after.get("authorization") or facts.after.get("authorization_type")
        if (
            mode == "NONE"
            and not facts.after.get("api_key_required")
            and facts.after.get("http_method") != "OPTIONS"
        ):
            yield Risk.ACCESS, "callable without credentials"


def _network_opens(facts: Facts) -> Iterator[Finding]:
    for (kind, path), (value, reason) in EXPOSURES.items():
        if facts.type == kind and facts.action in (Action.CREATE, Action.UPDATE, Action.REPLACE):
            before, after = (None, at(facts.after, path)) if facts.made else facts.changes(path)
            if after == value and type(after) is type(value) and before != after:
                yield Risk.NETWORK, reason
            elif isinstance(after, Masked) and before != after:
                yield Risk.NETWORK, f"{_last(path)} changes {NOT_SHOWN}"
    if facts.made and facts.type in OPENINGS:
        yield Risk.NETWORK, OPENINGS[facts.type]
    if facts.type == "aws_api_gateway_rest_api" and facts.made:
        if "PRIVATE" not in (at(facts.after, "endpoint_configuration.0.types") or []):
            yield Risk.NETWORK, "a public endpoint"
    elif facts.type == "aws_security_group":
        for direction in ("ingress", "egress"):
            yield from _rules_added(facts, direction)
    elif facts.type == "aws_security_group_rule":
        if facts.made or facts.action is Action.UPDATE:
            yield Risk.NETWORK, _rule(facts.after, str(facts.after.get("type") or "ingress"))
    elif facts.type in ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"):
        if facts.made or facts.action is Action.UPDATE:
            yield Risk.NETWORK, _rule(facts.after, facts.type.split("_")[-2])
    elif facts.type == "aws_route":
        yield from _route(facts.after, facts.unknown, facts.made or facts.action is Action.UPDATE)
    elif facts.type == "aws_route_table" and facts.action is not Action.DESTROY:
        had = blocks(facts.before.get("route"))
        if facts.hidden("route"):
            yield Risk.NETWORK, f"its routes change {NOT_SHOWN}"
        for route in blocks(facts.after.get("route")):
            yield from _route(route, {}, route not in had)
    elif facts.type == "aws_network_acl_rule":
        if facts.gone and facts.before.get("rule_action") == "deny":
            yield Risk.NETWORK, "no longer denies what the rule denied"
        elif facts.action is not Action.DESTROY and facts.after.get("rule_action") == "allow":
            yield Risk.NETWORK, _rule(facts.after, "egress" if facts.after.get("egress") else "ingress")
    elif facts.type == "aws_network_acl" and facts.action is Action.UPDATE:
        if any(before != after for before, after in (facts.changes("ingress"), facts.changes("egress"))):
            yield Risk.NETWORK, "the network ACL's rules change"
    elif facts.type.startswith("aws_wafv2_web_acl") and facts.action is Action.DESTROY:
        yield Risk.NETWORK, "requests are no longer filtered"


def _service_stops(facts: Facts) -> Iterator[Finding]:
    if facts.action is Action.UPDATE:
        for (kind, path), reason in PAUSES.items():
            before, after = facts.changes(path)
            if facts.type == kind and before != after:
                yield Risk.INTERRUPTION, reason
        for (kind, path), (value, reason) in STOPS.items():
            before, after = facts.changes(path)
            if facts.type == kind and facts.hidden(path):
                yield Risk.INTERRUPTION, f"{_last(path)} changes {NOT_SHOWN}"
            elif facts.type == kind and before != after and after == value and type(after) is type(value):
                yield Risk.INTERRUPTION, reason
    elif facts.gone and facts.type not in HOLDS_DATA and not facts.type.startswith(QUIET):
        if facts.action is Action.DESTROY:
            yield Risk.INTERRUPTION, GOES
        elif not facts.new_before_old:
            yield Risk.INTERRUPTION, "gone until its replacement is made"


RULES: tuple[Rule, ...] = (
    _data_goes,
    _others_stay,
    _guards_go,
    _policies_widen,
    _access_opens,
    _network_opens,
    _service_stops,
)


def _last(path: str) -> str:
    return path.split(".")[-1]


def _shorter(before: Any, after: Any, zero_is_ever: bool) -> bool:
    if not isinstance(before, int | float) or not isinstance(after, int | float) or isinstance(after, bool):
        return False
    if zero_is_ever and 0 in (before, after):
        return before == 0 and after != 0
    return after < before


def _kept(value: Any, unit: str, zero_is_ever: bool) -> str:
    return "for ever" if zero_is_ever and value == 0 else f"{value} {unit}"


def _expires_sooner(facts: Facts) -> bool:
    def days(values: Mapping[str, Any]) -> list[int]:
        found = []
        for rule in blocks(values.get("rule")):
            for block, attribute in (
                ("expiration", "days"),
                ("noncurrent_version_expiration", "noncurrent_days"),
            ):
                for entry in blocks(rule.get(block)):
                    if rule.get("status") == "Enabled" and isinstance(entry.get(attribute), int | float):
                        found.append(int(entry[attribute]))
        return found

    before, after = days(facts.before), days(facts.after)
    return len(after) > len(before) or any(
        new < old for new, old in zip(sorted(after), sorted(before), strict=False)
    )


def _anyone(principal: Any) -> str:
    return "anyone" if principal == "*" else str(principal or "a principal known at apply")


def _rules_added(facts: Facts, direction: str) -> Iterator[Finding]:
    if facts.action is Action.DESTROY:
        return
    if facts.unknown.get(direction) is True:
        if facts.action is Action.UPDATE:
            yield Risk.NETWORK, f"its {direction} rules are known only at apply"
        return
    if isinstance(facts.after.get(direction), Masked):
        yield Risk.NETWORK, f"its {direction} rules change {NOT_SHOWN}"
    had = blocks(facts.before.get(direction)) if facts.action is Action.UPDATE else []
    for rule in blocks(facts.after.get(direction)):
        if rule not in had:
            yield Risk.NETWORK, _rule(rule, direction)


def _rule(values: Mapping[str, Any], direction: str) -> str:
    """`opens tcp 443 from 10.0.0.0/16`."""
    peers: list[str] = []
    for name in ("cidr_blocks", "ipv6_cidr_blocks", "security_groups", "prefix_list_ids"):
        peers += _names(values.get(name))
    for name in (
        "cidr_block",
        "ipv6_cidr_block",
        "cidr_ipv4",
        "cidr_ipv6",
        "referenced_security_group_id",
        "source_security_group_id",
        "prefix_list_id",
    ):
        if values.get(name):
            peers.append(str(values[name]))
    if values.get("self"):
        peers.append("itself")
    who = ", ".join("the internet" if peer in ANYWHERE else peer for peer in peers) or "a peer known at apply"
    protocol = str(values.get("ip_protocol") or values.get("protocol") or "-1")
    protocol = PROTOCOLS.get(protocol, protocol)
    low, high = values.get("from_port"), values.get("to_port")
    if protocol in ("-1", "all"):
        what = "everything"
    elif low is None:
        what = protocol
    elif low == high:
        what = f"{protocol} {low}"
    else:
        what = f"{protocol} {low}-{high}"
    return f"opens {what} {'from' if direction == 'ingress' else 'to'} {who}"


def _route(values: Mapping[str, Any], unknown: Mapping[str, Any], new: bool) -> Iterator[Finding]:
    destination = values.get("destination_cidr_block") or values.get("destination_ipv6_cidr_block")
    destination = destination or values.get("cidr_block") or values.get("ipv6_cidr_block")
    if not new or destination not in ANYWHERE:
        return
    through = "a NAT gateway" if values.get("nat_gateway_id") or unknown.get("nat_gateway_id") else ""
    through = through or (
        "an internet gateway" if values.get("gateway_id") or unknown.get("gateway_id") else ""
    )
    yield Risk.NETWORK, "routes to the internet" + (f" through {through}" if through else "")
