"""More than AWS takes: of a policy's characters, of rules, of attachments, of a name.

Only quotas that cannot be raised, or that are raised on request: then the finding is overruled by name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tooling.plan.finding import Finding
from tooling.plan.masking import Masked
from tooling.plan.risk import at, blocks
from tooling.preflight.planned import Plan, Planned

KIND = "quota"

# Characters of one document, without white space where AWS does not count it.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
DOCUMENTS: dict[tuple[str, str], tuple[int, str]] = {
    ("aws_iam_policy", "policy"): (6144, "LimitExceeded: Cannot exceed quota for PolicySize: 6144"),
    ("aws_iam_role", "assume_role_policy"): (
        2048,
        "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048",
    ),
    ("aws_sqs_queue_policy", "policy"): (
        20480,
        "InvalidAttributeValue: Invalid value for the parameter Policy",
    ),
    ("aws_sqs_queue", "policy"): (20480, "InvalidAttributeValue: Invalid value for the parameter Policy"),
    ("aws_s3_bucket_policy", "policy"): (20480, "PolicyTooLarge: Policy exceeds the maximum allowed size"),
    ("aws_kms_key", "policy"): (32768, "LimitExceededException: the key policy is too long"),
    ("aws_kms_key_policy", "policy"): (32768, "LimitExceededException: the key policy is too long"),
    ("aws_secretsmanager_secret_policy", "policy"): (
        20480,
        "ValidationException: Member must have length less than or equal to 20480",
    ),
    ("aws_ecr_repository_policy", "policy"): (
        10240,
        "InvalidParameterException: Invalid parameter at 'PolicyText'",
    ),
    ("aws_cloudwatch_log_resource_policy", "policy_document"): (
        5120,
        "InvalidParameterException: Resource policy document length exceeded the limit of 5120",
    ),
}
# The sum of inline policies, by the type of what has them.
INLINE: dict[str, tuple[str, int]] = {
    "aws_iam_role_policy": ("role", 10240),
    "aws_iam_user_policy": ("user", 2048),
    "aws_iam_group_policy": ("group", 5120),
}
# Type and attribute of a name → the most characters, and AWS's error. The provider knows others by itself.
NAMES: dict[tuple[str, str], tuple[int, str]] = {
    ("aws_elasticache_replication_group", "replication_group_id"): (
        40,
        "InvalidParameterValue: The parameter ReplicationGroupIdentifier must have at most 40 characters",
    ),
    ("aws_ecs_task_definition", "family"): (
        255,
        "ClientException: Family should be up to 255 characters",
    ),
    ("aws_kinesis_firehose_delivery_stream", "name"): (
        64,
        "ValidationException: 'deliveryStreamName' must have length less than or equal to 64",
    ),
    ("aws_sfn_state_machine", "name"): (80, "InvalidName: the name is longer than 80 characters"),
    ("aws_cloudfront_origin_access_control", "name"): (64, "InvalidArgument: the name is too long"),
    ("aws_mq_broker", "broker_name"): (50, "BadRequestException: the broker's name is too long"),
    ("aws_scheduler_schedule", "name"): (64, "ValidationException: 'name' is longer than 64 characters"),
}
POLICIES_OF_A_ROLE = 10
RULES_OF_A_GROUP = 60
TARGETS_OF_A_RULE = 5
GROUPS_OF_AN_INTERFACE = 5
ENVIRONMENT = 4096  # bytes, of a function
USER_DATA = 16384  # bytes, before Base64
LAYERS = 5
INDEXES = 20
SSM_STANDARD = 4096
TAGS = 50


def find(plan: Plan) -> Iterator[Finding]:
    """One for each resource over a quota."""
    for each in plan.resources:
        if each.set:
            yield from _document(each)
            yield from _name(each)
            yield from _inside(each)
    yield from _inline(plan)
    yield from _attached(plan)
    yield from _rules(plan)
    yield from _targets(plan)


def _document(each: Planned) -> Iterator[Finding]:
    for (kind, path), (most, error) in DOCUMENTS.items():
        if kind != each.kind or not each.changes(path):
            continue
        size = _size(each.after.get(path))
        if size > most:
            yield Finding(
                KIND,
                each.address,
                f"{path} has {size} characters, and {most} are the most",
                error,
                "split it, or name fewer resources by wildcards"
                if kind == "aws_iam_policy"
                else "shorten it",
            )


def _name(each: Planned) -> Iterator[Finding]:
    for (kind, path), (most, error) in NAMES.items():
        value = each.after.get(path)
        if kind == each.kind and each.made and isinstance(value, str) and len(value) > most:
            yield Finding(
                KIND,
                each.address,
                f"{path} has {len(value)} characters, and {most} are the most",
                error,
                "shorten it",
            )


def _inside(each: Planned) -> Iterator[Finding]:
    """What is counted within one resource."""
    if each.kind == "aws_lambda_function":
        variables = at(each.after, "environment.0.variables")
        if isinstance(variables, dict) and not any(isinstance(value, Masked) for value in variables.values()):
            size = sum(len(f"{name}{value}".encode()) for name, value in variables.items())
            if size > ENVIRONMENT:
                yield Finding(
                    KIND,
                    each.address,
                    f"its environment variables have {size} bytes, and {ENVIRONMENT} are the most",
                    "InvalidParameterValueException: Lambda was unable to configure your environment"
                    " variables"
                    " because the environment variables you have provided exceeded the 4KB limit",
                    "put the long ones into a parameter or a secret, and pass its name",
                )
        yield from _counted(
            each, "layers", LAYERS, "InvalidParameterValueException: Layers must have at most 5"
        )
    elif each.kind in ("aws_instance", "aws_network_interface"):
        for path in ("vpc_security_group_ids", "security_groups"):
            yield from _counted(
                each,
                path,
                GROUPS_OF_AN_INTERFACE,
                "SecurityGroupsPerInterfaceLimitExceeded: The maximum number of security groups per interface"
                " has been reached",
            )
    elif each.kind == "aws_dynamodb_table":
        yield from _counted(
            each,
            "global_secondary_index",
            INDEXES,
            "ValidationException: One or more parameter values were invalid: GlobalSecondaryIndex count"
            " exceeds"
            " the per-table limit of 20",
        )
    elif each.kind == "aws_ssm_parameter":
        value = each.after.get("value")
        large = (
            isinstance(value, str) and not isinstance(value, Masked) and len(value.encode()) > SSM_STANDARD
        )
        if large and each.after.get("tier") in (None, "Standard"):
            yield Finding(
                KIND,
                each.address,
                f"its value is longer than {SSM_STANDARD} bytes, and its tier is Standard",
                "ValidationException: Standard tier parameters support a maximum parameter value of 4096"
                " characters",
                'write `tier = "Advanced"`',
            )
    elif each.kind == "aws_lb_listener_rule":
        values = sum(
            len(part.get("values") or ())
            for condition in blocks(each.after.get("condition"))
            for part in (one for block in condition.values() for one in blocks(block))
            if isinstance(part.get("values"), list)
        )
        if values > 5:
            yield Finding(
                KIND,
                each.address,
                f"its conditions have {values} values, and 5 are the most",
                "ValidationError: A rule can only have '5' condition values",
                "split it into rules of 5 values each",
            )
    tags = each.after.get("tags_all") or each.after.get("tags")
    if isinstance(tags, dict) and len(tags) > TAGS:
        yield Finding(
            KIND,
            each.address,
            f"it has {len(tags)} tags, and {TAGS} are the most",
            "TooManyTags: the number of tags exceeds the limit of 50",
            "leave some out",
        )


def _counted(each: Planned, path: str, most: int, error: str) -> Iterator[Finding]:
    value = each.after.get(path)
    if isinstance(value, list) and len(value) > most and each.changes(path):
        yield Finding(
            KIND,
            each.address,
            f"{path} has {len(value)} entries, and {most} are the most",
            error,
            "use fewer",
        )


def _inline(plan: Plan) -> Iterator[Finding]:
    """The inline policies of a role, a user or a group, together."""
    for kind, (owner, most) in INLINE.items():
        sums: dict[Any, list[Planned]] = {}
        for each in plan.after(kind):
            if (key := plan.stands_for(each, owner)) is not None:
                sums.setdefault(key, []).append(each)
        for policies in sums.values():
            size = sum(_size(each.after.get("policy")) for each in policies)
            changed = [each for each in policies if each.changes("policy")]
            if size > most and changed:
                yield Finding(
                    KIND,
                    changed[-1].address,
                    f"the inline policies of the {owner} have {size} characters, and {most} are the most",
                    f"LimitExceeded: Maximum policy size of {most} bytes exceeded for {owner}",
                    "make managed policies of some (aws_iam_policy and its attachment: 6,144 characters"
                    " each)",
                )


def _attached(plan: Plan) -> Iterator[Finding]:
    roles: dict[Any, list[Planned]] = {}
    for each in plan.after("aws_iam_role_policy_attachment"):
        if (key := plan.stands_for(each, "role")) is not None:
            roles.setdefault(key, []).append(each)
    for attachments in roles.values():
        made = [each for each in attachments if each.made]
        if len(attachments) > POLICIES_OF_A_ROLE and made:
            yield Finding(
                KIND,
                made[-1].address,
                f"the role gets {len(attachments)} managed policies, and {POLICIES_OF_A_ROLE} are the most",
                "LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10",
                "merge some of them into one policy",
            )


def _rules(plan: Plan) -> Iterator[Finding]:
    """Rules of a security group, in one direction: IPv4 and IPv6 are counted apart.

    A security group counts for both, a prefix list as many times as it has room for entries.
    https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
    """
    for group in plan.after("aws_security_group"):
        for direction in ("ingress", "egress"):
            inline = blocks(group.after.get(direction))
            rules = [(rule, group.address) for rule in inline if group.changes(direction)]
            counts = [_peers(plan, rule) for rule in inline]
            for kind in (f"aws_vpc_security_group_{direction}_rule", "aws_security_group_rule"):
                for rule in plan.after(kind):
                    if rule.after.get("type", direction) != direction or not _is_of(plan, rule, group):
                        continue
                    listed = plan.stands_for(rule, "prefix_list_id")
                    counts.append(_peers(plan, {**rule.after, "prefix_list_id": listed}))
                    rules += [(rule.after, rule.address)] if rule.made else []
            count = max((sum(family) for family in zip(*counts, strict=True)), default=0)
            if count > RULES_OF_A_GROUP and rules:
                yield Finding(
                    KIND,
                    rules[-1][1],
                    f"{group.address} gets {count} {direction} rules, and {RULES_OF_A_GROUP} are the most",
                    "RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has"
                    " been"
                    " reached",
                    "name another security group in place of ranges, or wider ranges; a prefix list counts as"
                    " many rules as its max_entries",
                )


def _is_of(plan: Plan, rule: Planned, group: Planned) -> bool:
    found = plan.stands_for(rule, "security_group_id")
    return found is not None and found in (group.before.get("id"), group.after.get("id"), f"→{group.address}")


def _peers(plan: Plan, rule: Any) -> tuple[int, int]:
    """How many rules AWS counts for IPv4 and for IPv6."""

    def count(*names: str) -> int:
        values = [rule.get(name) for name in names]
        return sum(len(each) if isinstance(each, list) else bool(each) for each in values)

    v4, v6 = count("cidr_blocks", "cidr_ipv4"), count("ipv6_cidr_blocks", "cidr_ipv6")
    groups = count("security_groups", "self", "source_security_group_id", "referenced_security_group_id")
    lists = [*(rule.get("prefix_list_ids") or ()), *filter(None, [rule.get("prefix_list_id")])]
    ours = plan.after("aws_ec2_managed_prefix_list")
    known = {key: each.after for each in ours for key in (each.after.get("id"), f"→{each.address}") if key}
    for each in lists:
        values = known.get(each, {})
        size, family = int(values.get("max_entries") or 1), values.get("address_family")
        v4 += size if family != "IPv6" else 0
        v6 += size if family != "IPv4" else 0
    unknown = not (v4 or v6 or groups or lists)  # known only after the apply
    return v4 + groups + unknown, v6 + groups + unknown


def _targets(plan: Plan) -> Iterator[Finding]:
    rules: dict[Any, list[Planned]] = {}
    for each in plan.after("aws_cloudwatch_event_target"):
        if (key := plan.stands_for(each, "rule")) is not None:
            rules.setdefault((each.after.get("event_bus_name"), key), []).append(each)
    for targets in rules.values():
        made = [each for each in targets if each.made]
        if len(targets) > TARGETS_OF_A_RULE and made:
            yield Finding(
                KIND,
                made[-1].address,
                f"the rule gets {len(targets)} targets, and {TARGETS_OF_A_RULE} are the most",
                "LimitExceededException: The requested resource exceeds the maximum number allowed",
                "make a second rule, or send to a topic or another bus",
            )


def _size(value: Any) -> int:
    """Characters of a document, as IAM counts them: without white space."""
    if not isinstance(value, str) or isinstance(value, Masked):
        return 0
    try:
        return len(json.dumps(json.loads(value), separators=(",", ":"), ensure_ascii=False))
    except ValueError:
        return len(re.sub(r"\s", "", value))
