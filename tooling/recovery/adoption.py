"""Which object a creation that was cut off has made: its id, and what else must be known to read it.

A completed creation has written its id. One that was under way has not: for most kinds it follows from the
planned name, others have to be looked for. The ids are those of the provider's state, kind by kind in
https://github.com/hashicorp/terraform-provider-aws/tree/v5.100.0/internal/service
"""

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tooling.aws import Target
from tooling.errors import PlatformError

# Kinds that are read by these attributes, not by their id alone.
_READ_BY: dict[str, tuple[str, ...]] = {
    "aws_api_gateway_authorizer": ("rest_api_id",),
    "aws_api_gateway_deployment": ("rest_api_id",),
    "aws_api_gateway_gateway_response": ("rest_api_id", "response_type"),
    "aws_api_gateway_integration": ("rest_api_id", "resource_id", "http_method"),
    "aws_api_gateway_method": ("rest_api_id", "resource_id", "http_method"),
    "aws_api_gateway_method_settings": ("rest_api_id", "stage_name", "method_path"),
    "aws_api_gateway_model": ("rest_api_id", "name"),
    "aws_api_gateway_request_validator": ("rest_api_id",),
    "aws_api_gateway_resource": ("rest_api_id",),
    "aws_api_gateway_stage": ("rest_api_id", "stage_name"),
    "aws_api_gateway_usage_plan_key": ("usage_plan_id", "key_id"),
    "aws_appautoscaling_policy": ("service_namespace", "resource_id", "scalable_dimension", "name"),
    "aws_appautoscaling_target": ("service_namespace", "resource_id", "scalable_dimension"),
    "aws_cloudwatch_event_target": ("event_bus_name", "rule", "target_id"),
    "aws_iam_role_policy_attachment": ("role", "policy_arn"),
    "aws_lambda_alias": ("function_name", "name"),
    "aws_lambda_permission": ("function_name", "statement_id"),
    "aws_network_acl_rule": ("network_acl_id", "rule_number", "egress"),
    "aws_route": ("route_table_id",),
    "aws_route_table_association": ("route_table_id",),
}

_DESTINATIONS = "destination_cidr_block|destination_ipv6_cidr_block|destination_prefix_list_id"

# Kinds whose id is known before they exist. Where they are not read by it, it need only be unique.
_NAMED = {
    "aws_api_gateway_integration": "agi-{rest_api_id}-{resource_id}-{http_method}",
    "aws_api_gateway_gateway_response": "aggr-{rest_api_id}-{response_type}",
    "aws_api_gateway_method": "agm-{rest_api_id}-{resource_id}-{http_method}",
    "aws_api_gateway_method_settings": "{rest_api_id}-{stage_name}-{method_path}",
    "aws_api_gateway_rest_api_policy": "{rest_api_id}",
    "aws_api_gateway_stage": "ags-{rest_api_id}-{stage_name}",
    "aws_api_gateway_usage_plan_key": "{key_id}",
    "aws_appautoscaling_policy": "{name}",
    "aws_appautoscaling_target": "{resource_id}",
    "aws_cloudwatch_composite_alarm": "{alarm_name}",
    "aws_cloudwatch_dashboard": "{dashboard_name}",
    "aws_cloudwatch_event_archive": "{name}",
    "aws_cloudwatch_event_bus": "{name}",
    "aws_cloudwatch_event_bus_policy": "{event_bus_name}",
    "aws_cloudwatch_event_permission": "{event_bus_name}/{statement_id}",
    "aws_cloudwatch_event_rule": "{event_bus_name}/{name}",
    "aws_cloudwatch_event_target": "{event_bus_name}-{rule}-{target_id}",
    "aws_cloudwatch_log_group": "{name}",
    "aws_cloudwatch_metric_alarm": "{alarm_name}",
    "aws_dynamodb_table": "{name}",
    "aws_iam_role": "{name}",
    "aws_iam_role_policy": "{role}:{name}",
    "aws_iam_role_policy_attachment": "{role}-{policy_arn}",
    "aws_kms_alias": "{name}",
    "aws_lambda_alias": "{function_name}:{name}",
    "aws_lambda_function": "{function_name}",
    "aws_lambda_function_event_invoke_config": "{function_name}{:qualifier}",
    "aws_lambda_function_url": "{function_name}{/qualifier}",
    "aws_lambda_permission": "{statement_id}",
    "aws_lambda_provisioned_concurrency_config": "{function_name},{qualifier}",
    "aws_network_acl_rule": "nacl-{network_acl_id}-{rule_number}-{egress}",
    "aws_route": "r-{route_table_id}{" + _DESTINATIONS + "}",
    "aws_s3_bucket": "{bucket}",
    "aws_sns_topic_policy": "{arn}",
    "aws_sqs_queue_policy": "{queue_url}",
    "aws_sqs_queue_redrive_policy": "{queue_url}",
}

# Kinds whose names may be the provider's, behind a prefix.
_PREFIXES = {
    "aws_cloudwatch_log_group": "name_prefix",
    "aws_iam_role": "name_prefix",
    "aws_s3_bucket": "bucket_prefix",
}
_UNIQUE = re.compile(r"[0-9a-f]{26}")

# Kinds that take over what every account has: to do so twice does no harm.
_TAKEN_OVER = {
    "aws_api_gateway_account",
    "aws_default_network_acl",
    "aws_default_route_table",
    "aws_default_security_group",
}

_RULES = ("describe_security_group_rules", "SecurityGroupRules", "SecurityGroupRuleId")

# EC2's kinds are found by their tags: the call, its list, and the id in it.
_TAGGED = {
    "aws_egress_only_internet_gateway": (
        "describe_egress_only_internet_gateways",
        "EgressOnlyInternetGateways",
        "EgressOnlyInternetGatewayId",
    ),
    "aws_eip": ("describe_addresses", "Addresses", "AllocationId"),
    "aws_flow_log": ("describe_flow_logs", "FlowLogs", "FlowLogId"),
    "aws_internet_gateway": ("describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    "aws_nat_gateway": ("describe_nat_gateways", "NatGateways", "NatGatewayId"),
    "aws_network_acl": ("describe_network_acls", "NetworkAcls", "NetworkAclId"),
    "aws_route_table": ("describe_route_tables", "RouteTables", "RouteTableId"),
    "aws_security_group": ("describe_security_groups", "SecurityGroups", "GroupId"),
    "aws_subnet": ("describe_subnets", "Subnets", "SubnetId"),
    "aws_vpc": ("describe_vpcs", "Vpcs", "VpcId"),
    "aws_vpc_endpoint": ("describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId"),
    "aws_vpc_security_group_egress_rule": _RULES,
    "aws_vpc_security_group_ingress_rule": _RULES,
}
_GONE = {"deleted", "deleting", "failed"}

Values = Mapping[str, Any]
Find = Callable[[Target, Values], Iterable[str]]


class Unknown(Exception):  # noqa: N818
    """Something it hangs on has no id yet."""


class NotFindable(Exception):  # noqa: N818
    """No look at AWS could show which object it is."""


def identify(kind: str, values: Values, target: Target, taken: Iterable[str]) -> list[str]:
    """The ids an object whose creation was under way may have: one, none if it was not made, or several.

    Args:
        kind: the resource type.
        values: its planned attributes, as far as they are known.
        target: where to look.
        taken: ids that other resources have.

    Raises:
        Unknown: an attribute that is needed is not known yet.
        NotFindable: this kind of object, or one without tags, cannot be looked up.
        PlatformError: AWS does not answer.
    """
    if kind in _TAKEN_OVER:
        return []
    if kind in _NAMED and not (kind in _PREFIXES and values.get(_PREFIXES[kind])):
        return [_filled(_NAMED[kind], values)]
    return _find(kind, values, target, taken)


def readable(kind: str, values: Values) -> bool:
    """Whether what is known suffices to read an object of known id."""
    return all(values.get(name) is not None for name in _READ_BY.get(kind, ()))


def _find(kind: str, values: Values, target: Target, taken: Iterable[str]) -> list[str]:
    from botocore.exceptions import BotoCoreError, ClientError

    look = _FINDERS.get(kind) or (functools.partial(_by_tags, kind) if kind in _TAGGED else None)
    if look is None:
        raise NotFindable(f"objects of kind {kind} cannot be looked up")
    try:
        return [identifier for identifier in look(target, values) if identifier not in set(taken)]
    except KeyError as error:
        raise Unknown(str(error)) from error
    except ClientError as error:
        raise NotFindable(f"looking it up failed: {error}") from error
    except BotoCoreError as error:
        raise PlatformError(f"AWS does not answer: {error}", "run the same command again") from error


def _filled(template: str, values: Values) -> str:
    """`{a}` is an attribute, `{a|b}` the first that is set, `{:a}` one that may be unset."""

    def fill(match: re.Match[str]) -> str:
        separator, names = match[1], match[2].split("|")
        value = next((values[name] for name in names if values.get(name) not in (None, "")), None)
        if value is not None:
            return separator + (str(value).lower() if isinstance(value, bool) else str(value))
        if separator and names[0] in values:  # an optional one that is unset; an unknown one is absent
            return ""
        raise Unknown(match[2])

    return re.sub(r"\{([:/]?)([a-z0-9_|]+)\}", fill, template)


def _by_tags(kind: str, target: Target, values: Values) -> Iterable[str]:
    operation, listed, identifier = _TAGGED[kind]
    tags = values["tags_all"]
    if not tags:
        raise NotFindable("it has no tags to find it by")
    filters = [{"Name": f"tag:{name}", "Values": [value]} for name, value in tags.items()]
    argument = "Filter" if kind in ("aws_flow_log", "aws_nat_gateway") else "Filters"
    answer = getattr(target.client("ec2"), operation)(**{argument: filters})
    return [found[identifier] for found in answer[listed] if str(found.get("State", "")).lower() not in _GONE]


def _kms_keys(target: Target, values: Values) -> Iterable[str]:
    kms, tags = target.client("kms"), values["tags_all"]
    if not tags:
        raise NotFindable("it has no tags to find it by")
    for page in kms.get_paginator("list_keys").paginate():
        for key in page["Keys"]:
            facts = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
            if facts["KeyManager"] != "CUSTOMER" or facts["KeyState"] == "PendingDeletion":
                continue
            worn = {
                tag["TagKey"]: tag["TagValue"] for tag in kms.list_resource_tags(KeyId=key["KeyId"])["Tags"]
            }
            if worn == tags and facts["Description"] == (values.get("description") or facts["Description"]):
                yield key["KeyId"]


def _roles(target: Target, values: Values) -> Iterable[str]:
    pages = target.client("iam").get_paginator("list_roles").paginate()
    return _prefixed("aws_iam_role", values, [role["RoleName"] for page in pages for role in page["Roles"]])


def _buckets(target: Target, values: Values) -> Iterable[str]:
    buckets = target.client("s3").list_buckets()["Buckets"]
    return _prefixed("aws_s3_bucket", values, [bucket["Name"] for bucket in buckets])


def _log_groups(target: Target, values: Values) -> Iterable[str]:
    kind = "aws_cloudwatch_log_group"
    pages = target.client("logs").get_paginator("describe_log_groups")
    found = pages.paginate(logGroupNamePrefix=values[_PREFIXES[kind]])
    return _prefixed(kind, values, [group["logGroupName"] for page in found for group in page["logGroups"]])


def _prefixed(kind: str, values: Values, names: Iterable[str]) -> Iterable[str]:
    prefix = values[_PREFIXES[kind]]
    return [
        name for name in names if name.startswith(prefix) and _UNIQUE.fullmatch(name.removeprefix(prefix))
    ]


def _queues(target: Target, values: Values) -> Iterable[str]:
    sqs = target.client("sqs")
    return [
        url
        for url in sqs.list_queues(QueueNamePrefix=values["name"]).get("QueueUrls", [])
        if url.endswith(f"/{values['name']}")
    ]


def _topics(target: Target, values: Values) -> Iterable[str]:
    pages = target.client("sns").get_paginator("list_topics").paginate()
    return [
        topic["TopicArn"]
        for page in pages
        for topic in page["Topics"]
        if topic["TopicArn"].endswith(f":{values['name']}")
    ]


def _subscriptions(target: Target, values: Values) -> Iterable[str]:
    pages = (
        target.client("sns")
        .get_paginator("list_subscriptions_by_topic")
        .paginate(TopicArn=values["topic_arn"])
    )
    wanted = (values["protocol"], values["endpoint"])
    return [
        each["SubscriptionArn"]
        for page in pages
        for each in page["Subscriptions"]
        if (each["Protocol"], each["Endpoint"]) == wanted
    ]


def _mappings(target: Target, values: Values) -> Iterable[str]:
    answer = target.client("lambda").list_event_source_mappings(
        FunctionName=values["function_name"], EventSourceArn=values["event_source_arn"]
    )
    return [mapping["UUID"] for mapping in answer["EventSourceMappings"]]


def _api_gateway(operation: str) -> Find:
    """REST APIs, usage plans and API keys have names, which need not be unique."""

    def named(target: Target, values: Values) -> Iterable[str]:
        pages = target.client("apigateway").get_paginator(operation).paginate()
        return [each["id"] for page in pages for each in page["items"] if each["name"] == values["name"]]

    return named


def _deployments(target: Target, values: Values) -> Iterable[str]:
    answer = target.client("apigateway").get_deployments(restApiId=values["rest_api_id"])
    return [each["id"] for each in answer["items"]]


def _associations(target: Target, values: Values) -> Iterable[str]:
    table, subnet = values["route_table_id"], values["subnet_id"]
    answer = target.client("ec2").describe_route_tables(RouteTableIds=[table])
    return [
        each["RouteTableAssociationId"]
        for found in answer["RouteTables"]
        for each in found["Associations"]
        if each.get("SubnetId") == subnet
    ]


_FINDERS: dict[str, Find] = {
    "aws_api_gateway_deployment": _deployments,
    "aws_route_table_association": _associations,
    "aws_api_gateway_api_key": _api_gateway("get_api_keys"),
    "aws_api_gateway_rest_api": _api_gateway("get_rest_apis"),
    "aws_api_gateway_usage_plan": _api_gateway("get_usage_plans"),
    "aws_cloudwatch_log_group": _log_groups,
    "aws_iam_role": _roles,
    "aws_kms_key": _kms_keys,
    "aws_lambda_event_source_mapping": _mappings,
    "aws_s3_bucket": _buckets,
    "aws_sns_topic": _topics,
    "aws_sns_topic_subscription": _subscriptions,
    "aws_sqs_queue": _queues,
}
