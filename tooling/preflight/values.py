"""Values, and pairs of values, that plan and that AWS does not take."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Iterator
from typing import Any

from tooling.plan.finding import Finding
from tooling.plan.masking import Masked
from tooling.plan.risk import Action, at, blocks
from tooling.preflight.planned import Plan, Planned, leaves

KIND = "value"

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
FARGATE: dict[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4097, 1024)),
    1024: tuple(range(2048, 8193, 1024)),
    2048: tuple(range(4096, 16385, 1024)),
    4096: tuple(range(8192, 30721, 1024)),
    8192: tuple(range(16384, 61441, 4096)),
    16384: tuple(range(32768, 122881, 8192)),
}
GP3_FROM_400 = ("postgres", "mysql", "mariadb")


def find(plan: Plan) -> Iterator[Finding]:
    """One for each value that AWS will refuse."""
    for each in plan.resources:
        if each.set and not each.deposed:
            for rule in RULES.get(each.kind, ()):
                for cause, error, cure in rule(plan, each):
                    yield Finding(KIND, each.address, cause, error, cure)


Said = Iterator[tuple[str, str, str]]
"""A cause, AWS's error and the cure."""


def _task_size(plan: Plan, each: Planned) -> Said:
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html"""
    if "FARGATE" not in (each.after.get("requires_compatibilities") or ()):
        return
    if each.after.get("network_mode") != "awsvpc":
        yield (
            f"network_mode is {each.after.get('network_mode') or 'bridge'}",
            "ClientException: Fargate only supports network mode 'awsvpc'",
            'write `network_mode = "awsvpc"`',
        )
    cpu, memory = _number(each.after.get("cpu")), _number(each.after.get("memory"))
    if cpu is not None and memory is not None and memory not in FARGATE.get(cpu, ()):
        fits = FARGATE.get(cpu)
        yield (
            f"cpu {cpu} and memory {memory} are no pair",
            f"ClientException: No Fargate configuration exists for given values: {cpu} CPU, {memory} memory",
            f"with cpu {cpu}, write a memory from {fits[0]} to {fits[-1]}"
            if fits
            else f"write one of {', '.join(map(str, FARGATE))} for cpu",
        )


def _service(plan: Plan, each: Planned) -> Said:
    tasks = plan.named_by(each, "task_definition", "aws_ecs_task_definition")
    task = tasks[0] if len(tasks) == 1 else None
    mode = _network_mode(task)
    awsvpc = each.after.get("launch_type") == "FARGATE" or mode == "awsvpc"
    if awsvpc and each.made and not each.after.get("network_configuration"):
        yield (
            "its tasks have the network mode awsvpc, and network_configuration is missing",
            "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is"
            " specified",
            "write a `network_configuration` block with subnets and security groups",
        )
    for group in plan.named_by(each, "load_balancer.0.target_group_arn", "aws_lb_target_group"):
        kind = group.after.get("target_type") or "instance"
        if awsvpc and kind == "instance":
            yield (
                f"{group.address} has the target type instance, and its tasks the network mode awsvpc",
                "InvalidParameterException: The provided target group has target type instance, which is"
                " incompatible with the awsvpc network mode specified in the task definition",
                f'write `target_type = "ip"` in {group.block}',
            )
        elif mode in ("bridge", "host") and kind == "ip":
            yield (
                f"{group.address} has the target type ip, and its tasks the network mode {mode}",
                "InvalidParameterException: The provided target group has target type ip, which is"
                " incompatible"
                " with the bridge network mode specified in the task definition",
                f'write `target_type = "instance"` in {group.block}',
            )
        if each.made and group.made:
            users = [
                one
                for one in plan.after("aws_lb_listener", "aws_lb_listener_rule")
                if group.block in plan.referred(one)
            ]
            needed = _needed(plan, each)
            if users and not any(one.block in needed for one in users):
                yield (
                    f"nothing makes it wait for {users[0].address}, which joins {group.address} to a load"
                    " balancer",
                    "InvalidParameterException: The target group does not have an associated load balancer",
                    f"write `depends_on = [{users[0].block}]`",
                )
    if task is not None:
        yield from _containers(each, task)


def _network_mode(task: Planned | None) -> str:
    """What the tasks have: bridge, unless the code says otherwise; empty when that is not known."""
    if task is None:
        return ""
    said = task.after.get("network_mode")
    return str(said or ("bridge" if task.unknown.get("network_mode") is True else ""))


def _containers(each: Planned, task: Planned) -> Said:
    listed = _json(task.after.get("container_definitions"))
    if not isinstance(listed, list):
        return
    ports = {
        str(one.get("name")): {port.get("containerPort") for port in one.get("portMappings") or ()}
        for one in listed
        if isinstance(one, dict)
    }
    for balancer in blocks(each.after.get("load_balancer")):
        name, port = balancer.get("container_name"), balancer.get("container_port")
        if name is not None and name not in ports:
            yield (
                f"its load balancer names the container {name}, and {task.address} has {', '.join(ports)}",
                f"InvalidParameterException: The container {name} does not exist in the task definition",
                "use one name for both",
            )
        elif name is not None and port is not None and port not in ports[name]:
            yield (
                f"its load balancer names port {port}, which the container {name} does not map",
                f"InvalidParameterException: The container {name} did not have a container port {port}"
                " defined",
                "map the port in container_definitions",
            )


def _balancer(plan: Plan, each: Planned) -> Said:
    if each.after.get("load_balancer_type") not in (None, "application") or not each.made:
        return
    subnets = each.after.get("subnets")
    if isinstance(subnets, list) and len(subnets) == 1:
        yield (
            "it has one subnet",
            "ValidationError: At least two subnets in two different Availability Zones must be specified",
            "name subnets of two zones",
        )
        return
    named = plan.named_by(each, "subnets", "aws_subnet")
    zones = [one.after.get("availability_zone") for one in named]
    if len(zones) > 1 and all(zones) and len(set(zones)) < len(zones):
        yield (
            f"two of its subnets are in {max(zones, key=zones.count)}",
            "InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same"
            " Availability Zone",
            "name one subnet of each zone",
        )


def _subnet_group(plan: Plan, each: Planned) -> Said:
    named = plan.named_by(each, "subnet_ids", "aws_subnet")
    subnets = each.after.get("subnet_ids")
    zones = {one.after.get("availability_zone") for one in named}
    one_only = isinstance(subnets, list) and len(subnets) == 1
    if one_only or (len(named) > 1 and None not in zones and len(zones) == 1):
        yield (
            "its subnets are in one zone",
            "DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone (AZ)"
            " coverage requirement. Please add subnets to cover at least 2 AZs",
            "add a subnet of another zone",
        )


def _health_check(plan: Plan, each: Planned) -> Said:
    check = at(each.after, "health_check.0")
    if not isinstance(check, dict):
        return
    interval, timeout = check.get("interval"), check.get("timeout")
    web = str(each.after.get("protocol")) in ("HTTP", "HTTPS")
    if web and isinstance(interval, int) and isinstance(timeout, int) and timeout >= interval:
        yield (
            f"its health check's timeout {timeout} is not less than its interval {interval}",
            "ValidationError: Health check timeout must be smaller than the health check interval"
            f" ({timeout} >= {interval})",
            "write a longer interval",
        )
    if each.after.get("protocol_version") == "GRPC" and str(check.get("matcher") or "").startswith("200"):
        yield (
            f"its protocol_version is GRPC, and its health check's matcher {check.get('matcher')}",
            "ValidationError: Health check matcher GRPC code '200' must be within '0-99'",
            'write a gRPC code: `matcher = "0"`',
        )
    if str(each.after.get("protocol")) in ("TCP", "UDP", "TLS", "TCP_UDP"):
        stickiness = at(each.after, "stickiness.0")
        if (
            isinstance(stickiness, dict)
            and stickiness.get("type") == "lb_cookie"
            and stickiness.get("enabled")
        ):
            yield (
                "its protocol is one of a network load balancer, and its stickiness lb_cookie",
                "InvalidConfigurationRequest: Stickiness type 'lb_cookie' is not supported for target groups"
                " with the TCP protocol",
                'write `type = "source_ip"`',
            )


def _listener(plan: Plan, each: Planned) -> Said:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html"""
    if each.action is Action.REPLACE and each.new_first and each.unknown.get("load_balancer_arn"):
        for group in plan.after("aws_lb_target_group"):
            arn = group.before.get("arn")
            if arn and not group.made and arn in set(leaves(each.before.get("default_action"))):
                yield (
                    f"its successor, of another load balancer, is made while it forwards to {group.address}",
                    "TargetGroupAssociationLimit: The target group cannot be associated with more than one"
                    " load balancer",
                    f"replace {group.block} too (`replace_triggered_by`), or the load balancer without"
                    " create_before_destroy",
                )
    if each.after.get("protocol") not in ("HTTPS", "TLS") or not each.made:
        return
    if not each.after.get("certificate_arn") and not each.unknown.get("certificate_arn"):
        yield (
            f"its protocol is {each.after['protocol']}, and certificate_arn is missing",
            "ValidationError: A certificate must be specified for HTTPS listeners",
            "write `certificate_arn`",
        )


def _subnet(plan: Plan, each: Planned) -> Said:
    mine, network = _net(each.after.get("cidr_block")), plan.stands_for(each, "vpc_id")
    if mine is None or network is None or not each.made:
        return
    for vpc in plan.named_by(each, "vpc_id", "aws_vpc"):
        ranges = [_net(vpc.after.get("cidr_block"))]
        ranges += [
            _net(one.after.get("cidr_block"))
            for one in plan.after("aws_vpc_ipv4_cidr_block_association")
            if vpc in plan.named_by(one, "vpc_id", "aws_vpc")
        ]
        known = [one for one in ranges if one is not None]
        if known and len(known) == len(ranges) and not any(mine.subnet_of(one) for one in known):
            yield (
                f"{mine} is outside of {vpc.address}, which has {', '.join(map(str, known))}",
                f"InvalidSubnet.Range: The CIDR '{mine}' is invalid",
                "use a range within the VPC's",
            )
    for other in plan.of("aws_subnet"):
        values = other.before if other.gone else other.after
        theirs = _net(values.get("cidr_block"))
        if other is each or theirs is None or not mine.overlaps(theirs):
            continue
        if (values.get("vpc_id") if other.gone else plan.stands_for(other, "vpc_id")) != network:
            continue
        if other.exists or other.address < each.address:
            when = ", which is destroyed in the same apply, in no order" if other.gone else ""
            yield (
                f"{mine} overlaps {theirs} of {other.address}{when}",
                f"InvalidSubnet.Conflict: The CIDR '{mine}' conflicts with another subnet",
                "destroy that one in an apply before" if other.gone else "use a free range",
            )
            return


def _instance(plan: Plan, each: Planned) -> Said:
    zone = each.after.get("availability_zone")
    for subnet in plan.named_by(each, "subnet_id", "aws_subnet"):
        other = subnet.after.get("availability_zone")
        if each.made and zone and other and zone != other:
            yield (
                f"it is to be in {zone}, and {subnet.address} is in {other}",
                f"InvalidParameterValue: Value ({zone}) for parameter availabilityZone is invalid. The subnet"
                f" is in the availability zone {other}",
                "leave availability_zone out",
            )


def _mapping(plan: Plan, each: Planned) -> Said:
    """https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"""
    queues = plan.named_by(each, "event_source_arn", "aws_sqs_queue")
    functions = plan.named_by(each, "function_name", "aws_lambda_function")
    if len(queues) == 1 and len(functions) == 1:
        visible = queues[0].after.get("visibility_timeout_seconds", 30)
        timeout = functions[0].after.get("timeout") or 3
        if isinstance(visible, int) and isinstance(timeout, int) and visible < timeout:
            yield (
                f"{queues[0].address} hides messages for {visible} s, and {functions[0].address} runs up to"
                f" {timeout} s",
                f"InvalidParameterValueException: Queue visibility timeout: {visible} seconds is less than"
                " Function"
                f" timeout: {timeout} seconds",
                f"write `visibility_timeout_seconds = {timeout * 6}`",
            )
    size, window = each.after.get("batch_size"), each.after.get("maximum_batching_window_in_seconds")
    if queues and isinstance(size, int) and size > 10 and not window:
        yield (
            f"batch_size is {size} without a window",
            "InvalidParameterValueException: Maximum batch window in seconds must be greater than 0 if"
            " maximum"
            " batch size is greater than 10",
            "write `maximum_batching_window_in_seconds = 1`",
        )


def _function(plan: Plan, each: Planned) -> Said:
    if each.after.get("package_type") == "Image":
        return
    reserved = {name for name in (at(each.after, "environment.0.variables") or {}) if name in RESERVED}
    if reserved:
        yield (
            f"its environment sets {', '.join(sorted(reserved))}",
            "InvalidParameterValueException: Lambda was unable to configure your environment variables"
            " because the"
            " environment variables you have provided contains reserved keys that are currently not supported"
            " for"
            " modification",
            "leave them out: Lambda sets them",
        )


RESERVED = frozenset(
    {
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
        "_HANDLER",
    }
)


def _bucket_acl(plan: Plan, each: Planned) -> Said:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"""
    controls = _beside(plan, each, "aws_s3_bucket_ownership_controls", "bucket")
    enforced = [one for one in controls if at(one.after, "rule.0.object_ownership") == "BucketOwnerEnforced"]
    buckets = plan.named_by(each, "bucket", "aws_s3_bucket")
    if (enforced or (not controls and any(one.made for one in buckets))) and each.changes(
        "acl", "access_control_policy"
    ):
        yield (
            f"{enforced[0].address} turns ACLs off"
            if enforced
            else "the bucket is new, and new buckets have no ACLs",
            "AccessControlListNotSupported: The bucket does not allow ACLs",
            'leave the ACL out, or add aws_s3_bucket_ownership_controls with "BucketOwnerPreferred"',
        )
    elif controls and each.made and controls[0].made and controls[0].block not in _needed(plan, each):
        yield (
            f"nothing makes it wait for {controls[0].address}, which allows ACLs",
            "AccessControlListNotSupported: The bucket does not allow ACLs",
            f"write `depends_on = [{controls[0].block}]`",
        )


def _bucket_policy(plan: Plan, each: Planned) -> Said:
    document = _json(each.after.get("policy"))
    statements = document.get("Statement") if isinstance(document, dict) else None
    statements = statements if isinstance(statements, list) else [statements] if statements else []
    public = any(
        isinstance(one, dict)
        and one.get("Effect") == "Allow"
        and one.get("Principal") in ("*", {"AWS": "*"})
        and not one.get("Condition")
        for one in statements
    )
    blocks_ = _beside(plan, each, "aws_s3_bucket_public_access_block", "bucket")
    if public and any(one.after.get("block_public_policy") for one in blocks_):
        yield (
            f"it lets anyone in, and {blocks_[0].address} blocks public policies",
            "AccessDenied: User is not authorized to perform: s3:PutBucketPolicy because public policies are"
            " blocked by the BlockPublicPolicy block public access setting",
            "name principals, or write `block_public_policy = false`",
        )


def _replication(plan: Plan, each: Planned) -> Said:
    buckets = plan.named_by(each, "bucket", "aws_s3_bucket")
    versioning = _beside(plan, each, "aws_s3_bucket_versioning", "bucket")
    on = [one for one in versioning if at(one.after, "versioning_configuration.0.status") == "Enabled"]
    if any(one.made for one in buckets) and not on:
        yield (
            "its bucket has no versioning",
            "InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a replication configuration",
            "add an aws_s3_bucket_versioning that is Enabled, and `depends_on` it",
        )
    elif on and on[0].made and on[0].block not in _needed(plan, each):
        yield (
            f"nothing makes it wait for {on[0].address}",
            "InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a replication configuration",
            f"write `depends_on = [{on[0].block}]`",
        )


def _lifecycle(plan: Plan, each: Planned) -> Said:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html"""
    for rule in blocks(each.after.get("rule")):
        steps = [
            (one.get("storage_class"), int(one.get("days") or 0))
            for one in blocks(rule.get("transition"))
            if one.get("storage_class") and not one.get("date")
        ]
        name = rule.get("id") or "a rule"
        for storage, days in steps:
            if storage in ("STANDARD_IA", "ONEZONE_IA") and days < 30:
                yield (
                    f"{name} moves to {storage} after {days} days",
                    f"InvalidArgument: 'Days' in Transition action must be greater than or equal to 30 for"
                    f" storageClass '{storage}'",
                    "write 30 days or more",
                )
        ends = at(rule, "expiration.0.days") or 0
        latest = max((days for _, days in steps), default=0)
        if ends and steps and ends <= latest:
            yield (
                f"{name} expires after {ends} days, and moves after {latest}",
                "InvalidArgument: 'Days' in the Expiration action must be greater than 'Days' in the"
                " Transition"
                " action",
                f"write more than {latest} days for the expiration",
            )


def _notification(plan: Plan, each: Planned) -> Said:
    for attribute, arn, kind, granted in (
        ("lambda_function", "lambda_function_arn", "aws_lambda_function", "aws_lambda_permission"),
        ("queue", "queue_arn", "aws_sqs_queue", "aws_sqs_queue_policy"),
        ("topic", "topic_arn", "aws_sns_topic", "aws_sns_topic_policy"),
    ):
        if not blocks(each.after.get(attribute)):
            continue
        for target in plan.named_by(each, f"{attribute}.0.{arn}", kind):
            grants = [one for one in plan.after(granted) if target.block in plan.referred(one)]
            own = kind != "aws_lambda_function" and (
                target.after.get("policy") or target.unknown.get("policy")
            )
            if target.made and not grants and not (own and _mentions(own, "s3.amazonaws.com")):
                yield (
                    f"nothing lets S3 use {target.address}",
                    "InvalidArgument: Unable to validate the following destination configurations",
                    f"add an {granted} for s3.amazonaws.com, and `depends_on` it",
                )
            elif each.made and grants and grants[0].made and grants[0].block not in _needed(plan, each):
                yield (
                    f"nothing makes it wait for {grants[0].address}, which lets S3 use {target.address}",
                    "InvalidArgument: Unable to validate the following destination configurations",
                    f"write `depends_on = [{grants[0].block}]`",
                )


def _identity_policy(plan: Plan, each: Planned) -> Said:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"""
    document = _json(each.after.get("policy"))
    if not isinstance(document, dict):
        return
    statements = document.get("Statement")
    statements = statements if isinstance(statements, list) else [statements]
    sids = [one["Sid"] for one in statements if isinstance(one, dict) and one.get("Sid")]
    for one in statements:
        if not isinstance(one, dict):
            continue
        label = one.get("Sid") or "a statement"
        if "Principal" in one or "NotPrincipal" in one:
            yield (
                f"{label} names a principal",
                "MalformedPolicyDocument: Policy document should not specify a principal",
                "leave Principal out: who has the policy is the principal",
            )
        if "Resource" not in one and "NotResource" not in one:
            yield (
                f"{label} names no resource",
                "MalformedPolicyDocument: Policy statement must contain resources",
                'write `Resource`, such as an ARN or "*"',
            )
        if "Action" not in one and "NotAction" not in one:
            yield (
                f"{label} names no action",
                "MalformedPolicyDocument: Policy statement must contain actions",
                "write `Action`",
            )
    if len(set(sids)) < len(sids):
        yield (
            f"two statements have the Sid {max(sids, key=sids.count)}",
            "MalformedPolicyDocument: Statement IDs (SID) in a single policy must be unique",
            "give each its own Sid",
        )


def _trust_policy(plan: Plan, each: Planned) -> Said:
    document = _json(each.after.get("assume_role_policy"))
    statements = document.get("Statement") if isinstance(document, dict) else None
    for one in statements if isinstance(statements, list) else [statements]:
        if isinstance(one, dict) and "Resource" in one:
            yield (
                "its trust policy names a resource",
                "MalformedPolicyDocument: Has prohibited field Resource",
                "leave Resource out: the role is the resource",
            )


def _database(plan: Plan, each: Planned) -> Said:
    if each.kind == "aws_db_instance":
        monitored = each.after.get("monitoring_interval")
        if (
            monitored
            and not each.after.get("monitoring_role_arn")
            and not each.unknown.get("monitoring_role_arn")
        ):
            yield (
                f"monitoring_interval is {monitored}, and monitoring_role_arn is missing",
                "InvalidParameterCombination: A MonitoringRoleARN value is required if you specify a"
                " MonitoringInterval value other than 0",
                "write `monitoring_role_arn`",
            )
        storage, size = each.after.get("storage_type"), each.after.get("allocated_storage")
        if (
            storage in ("io1", "io2")
            and not each.after.get("iops")
            and not each.unknown.get("iops")
            and each.made
        ):
            yield (
                f"storage_type is {storage}, and iops is missing",
                "InvalidParameterCombination: You must specify an IOPS value when you use Provisioned IOPS"
                " storage",
                'write `iops`, or `storage_type = "gp3"`',
            )
        tuned = each.after.get("iops") or each.after.get("storage_throughput")
        small = isinstance(size, int) and size < 400
        sent = each.changes("iops", "storage_throughput", "allocated_storage", "storage_type")
        if sent and storage == "gp3" and tuned and small and each.after.get("engine") in GP3_FROM_400:
            yield (
                f"it has iops or storage_throughput with {size} GB of gp3",
                "InvalidParameterCombination: You can't specify IOPS or storage throughput for this"
                " engine and a storage size less than 400",
                "leave both out: below 400 GB they are 3000 and 125",
            )
        source = each.after.get("replicate_source_db")
        here = isinstance(source, str) and source and not source.startswith("arn:")
        if here and each.after.get("db_subnet_group_name") and each.made:
            yield (
                f"it replicates {source} of the same Region, and names a subnet group",
                "DBSubnetGroupNotAllowedFault: DbSubnetGroupName should not be specified for read replicas"
                " that are created in the same region as the master",
                "leave db_subnet_group_name out",
            )
        most = each.after.get("max_allocated_storage")
        if isinstance(most, int) and isinstance(size, int) and 0 < most < size:
            yield (
                f"max_allocated_storage {most} is less than allocated_storage {size}",
                "InvalidParameterCombination: Max storage size must be greater than storage size",
                f"write at least {size * 11 // 10 + 1}",
            )
    name = each.after.get("username") or each.after.get("master_username")
    engine = str(each.after.get("engine") or "")
    reserved = {"postgres": {"admin", "user", "rdsadmin"}, "mysql": {"rdsadmin"}}
    for family, names in reserved.items():
        if family in engine and isinstance(name, str) and name.lower() in names and each.made:
            yield (
                f"the master user is called {name}",
                f"InvalidParameterValue: MasterUsername {name} cannot be used as it is a reserved word used"
                " by the"
                " engine",
                "use another name",
            )
    password = each.after.get("password") or each.after.get("master_password")
    if isinstance(password, str) and not isinstance(password, Masked) and len(password) < 8:
        yield (
            "the master password is shorter than 8 characters",
            "InvalidParameterValue: The parameter MasterUserPassword is not a valid password because it is"
            " shorter"
            " than 8 characters",
            "write `manage_master_user_password = true` in its place",
        )
    backup, window = (
        each.after.get("backup_window") or each.after.get("preferred_backup_window"),
        (each.after.get("maintenance_window") or each.after.get("preferred_maintenance_window")),
    )
    if isinstance(backup, str) and isinstance(window, str) and _overlap(backup, window):
        yield (
            f"backup window {backup} and maintenance window {window} overlap",
            "InvalidParameterValue: The backup window and maintenance window must not overlap",
            "move one of them",
        )


def _cache(plan: Plan, each: Planned) -> Said:
    if each.after.get("multi_az_enabled") and each.after.get("automatic_failover_enabled") is False:
        yield (
            "multi_az_enabled is on, and automatic_failover_enabled off",
            "InvalidParameterCombination: Must have automatic failover enabled to use Multi-AZ",
            "write `automatic_failover_enabled = true`",
        )
    if each.after.get("auth_token") and not each.after.get("transit_encryption_enabled"):
        yield (
            "it has an auth_token, and transit_encryption_enabled is off",
            "InvalidParameterValue: The AUTH token is only supported when encryption-in-transit is enabled",
            "write `transit_encryption_enabled = true`",
        )


def _record(plan: Plan, each: Planned) -> Said:
    zones = plan.named_by(each, "zone_id", "aws_route53_zone")
    zone = str(zones[0].after.get("name") or "").rstrip(".").lower() if len(zones) == 1 else ""
    name = str(each.after.get("name") or "").rstrip(".").lower()
    if zone and each.after.get("type") == "CNAME" and name in (zone, "") and each.made:
        yield (
            f"it is a CNAME at the top of the zone {zone}",
            f"InvalidChangeBatch: RRSet of type CNAME with DNS name {zone}. is not permitted at apex in zone"
            f" {zone}.",
            'use an `alias` of type "A"',
        )
    if not name or each.after.get("type") != "CNAME":
        return
    here = plan.stands_for(each, "zone_id")
    for other in plan.after("aws_route53_record"):
        theirs = str(other.after.get("name") or "").rstrip(".").lower()
        kind = other.after.get("type")
        if theirs == name and kind != "CNAME" and plan.stands_for(other, "zone_id") == here:
            yield (
                f"{other.address} has the same name with type {kind}",
                "InvalidChangeBatch: RRSet of type CNAME conflicts with RRSet of the same DNS name",
                "use another name: a CNAME is alone with its name",
            )
            break


def _distribution(plan: Plan, each: Planned) -> Said:
    aliases = each.after.get("aliases")
    certificate = at(each.after, "viewer_certificate.0") or {}
    if aliases and certificate.get("cloudfront_default_certificate"):
        yield (
            f"it has the alias {aliases[0]} and CloudFront's own certificate",
            "InvalidViewerCertificate: To add an alternate domain name (CNAME) to a CloudFront distribution,"
            " you must"
            " attach a trusted certificate that validates your authorization to use the domain name",
            "write `acm_certificate_arn` with a certificate of us-east-1 for it",
        )
    for other in plan.after("aws_cloudfront_distribution"):
        shared = set(aliases or ()) & set(other.after.get("aliases") or ())
        if other is not each and shared and (other.exists or other.address < each.address):
            yield (
                f"{other.address} has the alias {sorted(shared)[0]}",
                "CNAMEAlreadyExists: One or more of the CNAMEs you provided are already associated with a"
                " different"
                " resource",
                "take it off the other distribution in an apply before",
            )
            break


def _fifo(plan: Plan, each: Planned) -> Said:
    fifo = str(each.after.get("name") or "").endswith(".fifo")
    if each.after.get("fifo_queue") and each.after.get("name") and not fifo:
        yield (
            "fifo_queue is true, and its name does not end in .fifo",
            "InvalidParameterValue: The name of a FIFO queue can only include alphanumeric characters,"
            " hyphens, or"
            " underscores, must end with .fifo suffix",
            "end its name in .fifo",
        )
    redrive = _json(each.after.get("redrive_policy"))
    target = str((redrive or {}).get("deadLetterTargetArn") or "") if isinstance(redrive, dict) else ""
    if target and target.endswith(".fifo") != bool(each.after.get("fifo_queue")):
        yield (
            f"it is {'a FIFO' if each.after.get('fifo_queue') else 'a standard'} queue, and its dead letter"
            " queue is not",
            "InvalidParameterValue: Dead-letter target must be same type of queue as the source",
            "use a dead letter queue of the same type",
        )


def _key_policy(plan: Plan, each: Planned) -> Said:
    document = _json(each.after.get("policy"))
    if not isinstance(document, dict) or each.after.get("bypass_policy_lockout_safety_check"):
        return
    statements = document.get("Statement")
    statements = statements if isinstance(statements, list) else [statements]
    allowed = " ".join(
        json.dumps(one.get("Action"))
        for one in statements
        if isinstance(one, dict)
        and one.get("Effect") == "Allow"
        and "AWS" in json.dumps(one.get("Principal"))
    ).lower()
    if not any(action in allowed for action in ('"kms:*"', "kms:put", '"*"')):
        yield (
            "no principal of the account may change the policy",
            "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy"
            " in the"
            " future",
            "allow kms:* to arn:aws:iam::ACCOUNT:root",
        )


def _cluster_subnets(plan: Plan, each: Planned) -> Said:
    subnets = at(each.after, "vpc_config.0.subnet_ids")
    named = plan.named_by(each, "vpc_config.0.subnet_ids", "aws_subnet")
    zones = {one.after.get("availability_zone") for one in named}
    one_only = isinstance(subnets, list) and len(subnets) == 1
    if each.made and (one_only or (len(named) > 1 and None not in zones and len(zones) == 1)):
        yield (
            "its subnets are in one zone",
            "InvalidParameterException: Subnets specified must be in at least two different AZs",
            "add a subnet of another zone",
        )


def _scaling_group(plan: Plan, each: Planned) -> Said:
    least, most, wanted = (each.after.get(name) for name in ("min_size", "max_size", "desired_capacity"))
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield (
            f"min_size {least} is more than max_size {most}",
            "ValidationError: Min bound must be less than or equal to max bound",
            "swap them",
        )
    elif isinstance(wanted, int) and isinstance(most, int) and wanted > most:
        yield (
            f"desired_capacity {wanted} is more than max_size {most}",
            "ValidationError: Desired capacity must be between the specified min size and max size",
            f"write at most {most}",
        )
    for group in plan.named_by(each, "target_group_arns", "aws_lb_target_group"):
        if group.after.get("target_type") in ("ip", "lambda"):
            yield (
                f"{group.address} has the target type {group.after['target_type']}",
                "ValidationError: Provided Target Group has invalid target type. Please ensure all provided"
                " Target"
                " Groups have target type of instance",
                f'write `target_type = "instance"` in {group.block}',
            )


def _alarm(plan: Plan, each: Planned) -> Said:
    period, count = each.after.get("period"), each.after.get("evaluation_periods")
    if isinstance(period, int) and isinstance(count, int) and period * count > 86400 and period < 3600:
        yield (
            f"{count} periods of {period} s are more than a day",
            "ValidationError: Metrics cannot be checked across more than a day (EvaluationPeriods * Period"
            " must be"
            " <= 86400)",
            "use fewer periods",
        )


RULES: dict[str, tuple[Callable[[Plan, Planned], Said], ...]] = {
    "aws_autoscaling_group": (_scaling_group,),
    "aws_cloudfront_distribution": (_distribution,),
    "aws_cloudwatch_metric_alarm": (_alarm,),
    "aws_db_instance": (_database,),
    "aws_db_subnet_group": (_subnet_group,),
    "aws_ecs_service": (_service,),
    "aws_ecs_task_definition": (_task_size,),
    "aws_eks_cluster": (_cluster_subnets,),
    "aws_elasticache_replication_group": (_cache,),
    "aws_iam_group_policy": (_identity_policy,),
    "aws_iam_policy": (_identity_policy,),
    "aws_iam_role": (_trust_policy,),
    "aws_iam_role_policy": (_identity_policy,),
    "aws_iam_user_policy": (_identity_policy,),
    "aws_kms_key": (_key_policy,),
    "aws_lambda_event_source_mapping": (_mapping,),
    "aws_instance": (_instance,),
    "aws_lambda_function": (_function,),
    "aws_lb": (_balancer,),
    "aws_lb_listener": (_listener,),
    "aws_lb_target_group": (_health_check,),
    "aws_rds_cluster": (_database,),
    "aws_route53_record": (_record,),
    "aws_s3_bucket_acl": (_bucket_acl,),
    "aws_s3_bucket_lifecycle_configuration": (_lifecycle,),
    "aws_s3_bucket_notification": (_notification,),
    "aws_s3_bucket_policy": (_bucket_policy,),
    "aws_s3_bucket_replication_configuration": (_replication,),
    "aws_sqs_queue": (_fifo,),
    "aws_subnet": (_subnet,),
}


def _beside(plan: Plan, each: Planned, kind: str, attribute: str) -> list[Planned]:
    """Resources of a type that are about the same thing."""
    same = plan.stands_for(each, attribute)
    return [one for one in plan.after(kind) if same is not None and plan.stands_for(one, attribute) == same]


def _needed(plan: Plan, each: Planned) -> set[str]:
    """The blocks that Terraform makes before it, by references and depends_on, at any distance."""
    return plan.waits_for(each)


def _mentions(value: Any, text: str) -> bool:
    return value is True or (isinstance(value, str) and text in value)


def _json(value: Any) -> Any:
    if not isinstance(value, str) or isinstance(value, Masked):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def _number(value: Any) -> int | None:
    text = str(value) if value is not None else ""
    return int(text) if text.isdigit() else None


def _net(value: Any) -> ipaddress.IPv4Network | None:
    try:
        return ipaddress.IPv4Network(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _overlap(daily: str, weekly: str) -> bool:
    """Whether `03:00-04:00` of every day meets `sun:03:30-sun:04:30`."""
    try:
        start, end = (_minutes(part) for part in daily.split("-"))
        first, last = (_minutes(part.split(":", 1)[1]) for part in weekly.split("-"))
    except (ValueError, IndexError):
        return False
    day = set(range(start, end)) if start < end else set(range(start, 1440)) | set(range(end))
    week = set(range(first, last)) if first < last else set(range(first, 1440)) | set(range(last))
    return bool(day & week)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
