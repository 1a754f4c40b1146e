"""From what AWS has to calls of the modules, with what is imported into each.

Each function takes the facts that `live` read, and gives a call, or raises `UnfitError` with the reason.
What the call cannot say stays in AWS as it is; each such thing is a note of the call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tooling.adopt.live import Facts

# Names of environment variables whose values should not be in code.
_SECRET = re.compile(r"secret|passw|token|credential|api_?key|private_?key", re.IGNORECASE)


class UnfitError(Exception):
    """What does not fit a module, and why."""


class Arn(str):
    """An ARN, which is written as the output of a call where that call makes what it names."""


class File(str):
    """A file beside the code, which is read."""


class Beside(str):
    """The path of a file beside the code."""


@dataclass(frozen=True)
class Call:
    """A call of a module.

    Attributes:
        label: the name of the call.
        module: chapter/name.
        arn: of what it makes.
        output: the output that is this ARN.
        inputs: what it is given.
        imports: ids by address within the module.
        notes: what stays in AWS as it is, or what to know.
        files: files beside the code, by path.
        taken: ARNs of what else the call has, such as its dead-letter queue.
    """

    label: str
    module: str
    arn: str
    inputs: Mapping[str, Any]
    imports: Mapping[str, str]
    notes: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    output: str = "arn"


def label(name: str) -> str:
    """A name for a call: `OrdersQueue` and `orders-queue` are orders_queue."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    plain = re.sub(r"\W+", "_", words).strip("_").lower() or "adopted"
    return plain if plain[0].isalpha() else f"x_{plain}"


def _given(**inputs: Any) -> dict[str, Any]:
    """Inputs without those that are empty: their defaults are the same."""
    return {name: value for name, value in inputs.items() if value not in ({}, [], "")}


def _key(arn: str | None, what: str) -> dict[str, Any] | None:
    if not arn:
        return None
    if ":key/" not in arn:
        raise UnfitError(
            f"its key is given as {arn}, and {what} takes the ARN of a key: set that in AWS first"
        )
    return {"arn": Arn(arn)}


# SQS


def queue(name: str, facts: Facts, others: Mapping[str, Facts]) -> Call:
    """A queue, with its dead-letter queue where that is called and set as the module's."""
    own = facts["attributes"]
    plain = facts["name"].removesuffix(".fifo")
    fifo = facts["name"].endswith(".fifo")
    retention = _days(own)
    redrive = json.loads(own.get("RedrivePolicy") or "{}")
    target = str(redrive.get("deadLetterTargetArn") or "")
    letters = others.get(target)
    notes, imports, taken = [], {"aws_sqs_queue.this": facts["url"]}, frozenset[str]()
    dead: dict[str, Any] | None = None
    wanted = f"{plain}-dead-letters{'.fifo' if fifo else ''}"
    if target and letters and letters["name"] == wanted and _alike(own, letters["attributes"]):
        dead = {
            "max_receives": int(redrive["maxReceiveCount"]),
            "retention_days": _days(letters["attributes"]),
        }
        imports["aws_sqs_queue.dead_letters[0]"] = letters["url"]
        taken = frozenset({target})
    elif target:
        notes.append(
            f"its messages still go to {target} after {redrive['maxReceiveCount']} receives: the redrive "
            f"policy stays as it is (the module's own would be called {wanted} and be set as the queue)"
        )
    if int(own.get("MaximumMessageSize", 0)) > 262144:
        notes.append(
            "its messages have up to 256 KiB from then on, the most that version 5 of the provider knows"
        )
    if own.get("Policy"):
        notes.append(
            "its policy stays as it is (senders = null); the module's refuses unencrypted transport, too"
        )
    inputs = _given(
        name=plain,
        dead_letter=dead,
        delay_seconds=int(own["DelaySeconds"]),
        retention_days=retention,
        senders=None,
        visibility_timeout_seconds=int(own["VisibilityTimeout"]),
        wait_seconds=int(own["ReceiveMessageWaitTimeSeconds"]),
        tags=facts["tags"],
    )
    if fifo:
        inputs["fifo"] = {
            "content_based_deduplication": own.get("ContentBasedDeduplication") == "true",
            "high_throughput": own.get("DeduplicationScope") == "messageGroup",
        }
    if key := _key(own.get("KmsMasterKeyId"), "kms_key"):
        inputs["kms_key"] = key
    return Call(name, "messaging/sqs-queue", own["QueueArn"], inputs, imports, tuple(notes), {}, taken, "arn")


def _days(attributes: Mapping[str, str]) -> int:
    seconds = int(attributes["MessageRetentionPeriod"])
    if seconds % 86400:
        raise UnfitError(
            f"it keeps messages for {seconds} seconds: the module says days; set MessageRetentionPeriod to "
            f"whole days ({-(-seconds // 86400) * 86400}) first"
        )
    return seconds // 86400


def _alike(own: Mapping[str, str], letters: Mapping[str, str]) -> bool:
    same = ("VisibilityTimeout", "ReceiveMessageWaitTimeSeconds", "KmsMasterKeyId", "DelaySeconds")
    kept = int(letters["MessageRetentionPeriod"])
    return (
        all(own.get(name) == letters.get(name) for name in same[:3])
        and letters.get("DelaySeconds") == "0"
        and kept % 86400 == 0
        and kept >= int(own["MessageRetentionPeriod"])
    )


# SNS


def topic(name: str, facts: Facts, others: Mapping[str, Facts]) -> Call:
    """A topic with its subscriptions."""
    own = facts["attributes"]
    plain, arn = facts["name"].removesuffix(".fifo"), own["TopicArn"]
    key = own.get("KmsMasterKeyId")
    publishers = dict(_publishers(json.loads(own.get("Policy") or "{}"), facts["account"]))
    inputs = _given(name=plain, tags=facts["tags"], publishers=publishers)
    if facts["name"].endswith(".fifo"):
        inputs["fifo"] = {
            "content_based_deduplication": own.get("ContentBasedDeduplication") == "true",
            "high_throughput": own.get("FifoThroughputScope") == "MessageGroup",
        }
    if key and key != "alias/aws/sns":
        inputs["kms_key"] = _key(key, "kms_key")
    elif publishers:
        services = ", ".join(sorted({each["service"] for each in publishers.values()}))
        raise UnfitError(
            f"{services} publish to it, and it has no key of yours: the module encrypts each topic, and "
            "AWS services cannot use AWS's own key; give the topic one of yours first (operations/kms-key)"
        )
    imports: dict[str, str] = {"aws_sns_topic.this": arn}
    subscriptions: dict[str, Any] = {}
    notes = []
    for each in facts["subscriptions"]:
        called = label(each["Endpoint"].rsplit(":", 1)[-1].rsplit("/", 1)[-1])
        called = called if called not in subscriptions else f"{called}_{len(subscriptions)}"
        try:
            subscriptions[called] = _subscription(each)
        except UnfitError as reason:
            notes.append(f"the subscription of {each['Endpoint']} stays as it is: {reason}")
            continue
        imports[f'aws_sns_topic_subscription.this["{called}"]'] = each["SubscriptionArn"]
    if subscriptions:
        inputs["subscriptions"] = subscriptions
    return Call(name, "messaging/sns-topic", arn, inputs, imports, tuple(notes))


def _subscription(each: Mapping[str, str]) -> dict[str, Any]:
    protocol, endpoint = each["Protocol"], each["Endpoint"]
    if protocol not in ("sqs", "lambda", "email", "https"):
        raise UnfitError(f"the module has no subscription by {protocol}")
    letters = json.loads(each.get("RedrivePolicy") or "{}").get("deadLetterTargetArn")
    if not letters and protocol != "email":
        raise UnfitError("it has no dead-letter queue, which the module wants: give it a RedrivePolicy first")
    by: dict[str, dict[str, Any]] = {
        "sqs": {"queue": {"arn": Arn(endpoint)}},
        "lambda": {"function": {"arn": Arn(endpoint)}},
        "email": {"email": endpoint},
        "https": {"url": endpoint},
    }
    found = by[protocol]
    if letters:
        found["dead_letter_queue"] = {"arn": Arn(letters)}
    if policy := each.get("FilterPolicy"):
        scope = "body" if each.get("FilterPolicyScope") == "MessageBody" else "attributes"
        found["filter"] = {scope: policy}
    if each.get("RawMessageDelivery") == "true":
        found["raw"] = True
    return found


def _publishers(policy: Mapping[str, Any], account: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The services that a topic lets in. Who else is let in cannot be said."""
    for statement in _listed(policy.get("Statement")):
        principal = statement.get("Principal")
        if statement.get("Effect") == "Deny" or statement.get("Sid") == "__default_statement_ID":
            continue
        services = _listed(principal.get("Service")) if isinstance(principal, dict) else []
        if not services:
            raise UnfitError(
                f"its policy lets in {json.dumps(principal)}, which the module does not: give those roles "
                "grants.publish first, and take the statement out"
            )
        sources = [
            str(arn) for value in _conditions(statement, "aws:sourcearn") for arn in _listed(value)
        ] or [""]
        for service in services:
            for source in sources:
                short = service.removesuffix(".amazonaws.com")
                entry: dict[str, Any] = {"service": short}
                if source and short != "events":
                    entry["source_arn"] = Arn(source)
                yield label(f"{short} {source.rsplit(':', 1)[-1]}"), entry


def _conditions(statement: Mapping[str, Any], key: str) -> Iterator[Any]:
    for tests in (statement.get("Condition") or {}).values():
        yield from (value for name, value in tests.items() if name.lower() == key)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


# DynamoDB


def table(name: str, facts: Facts, others: Mapping[str, Facts]) -> Call:
    """A table with its indexes."""
    own, recovery, ttl = facts["table"], facts["recovery"], facts["ttl"]
    types = {each["AttributeName"]: each["AttributeType"] for each in own["AttributeDefinitions"]}

    def keys(schema: list[Mapping[str, str]]) -> dict[str, Any]:
        names = {each["KeyType"]: each["AttributeName"] for each in schema}
        found = {"partition_key": {"name": names["HASH"], "type": types[names["HASH"]]}}
        if "RANGE" in names:
            found["sort_key"] = {"name": names["RANGE"], "type": types[names["RANGE"]]}
        return found

    def index(each: Mapping[str, Any]) -> dict[str, Any]:
        projection = each["Projection"]
        return {
            **keys(each["KeySchema"]),
            "projection": projection["ProjectionType"],
            **({"included": projection["NonKeyAttributes"]} if projection.get("NonKeyAttributes") else {}),
        }

    provisioned = (own.get("BillingModeSummary") or {}).get("BillingMode") != "PAY_PER_REQUEST"

    def units(each: Mapping[str, Any]) -> dict[str, int]:
        through = each["ProvisionedThroughput"]
        return {"read": through["ReadCapacityUnits"], "write": through["WriteCapacityUnits"]}

    globally = {
        each["IndexName"]: {**index(each), **({"provisioned": units(each)} if provisioned else {})}
        for each in own.get("GlobalSecondaryIndexes") or []
    }
    locally = {
        each["IndexName"]: {key: value for key, value in index(each).items() if key != "partition_key"}
        for each in own.get("LocalSecondaryIndexes") or []
    }
    if own.get("Replicas"):
        raise UnfitError("it has replicas in other regions: write the call and its replicas by hand")
    on = recovery.get("PointInTimeRecoveryStatus") == "ENABLED"
    inputs = _given(
        name=own["TableName"],
        **keys(own["KeySchema"]),
        deletion_protection=bool(own.get("DeletionProtectionEnabled")),
        global_indexes=globally,
        local_indexes=locally,
        point_in_time_recovery_days=recovery.get("RecoveryPeriodInDays", 35) if on else 0,
        tags=facts["tags"],
    )
    if provisioned:
        inputs["provisioned"] = {kind: {"min": count, "max": count} for kind, count in units(own).items()}
    if (own.get("StreamSpecification") or {}).get("StreamEnabled"):
        inputs["stream"] = own["StreamSpecification"]["StreamViewType"]
    if ttl.get("TimeToLiveStatus") in ("ENABLED", "ENABLING"):
        inputs["ttl"] = {"attribute": ttl["AttributeName"]}
    if (own.get("TableClassSummary") or {}).get("TableClass", "STANDARD") != "STANDARD":
        inputs["table_class"] = own["TableClassSummary"]["TableClass"]
    limits = own.get("OnDemandThroughput") or {}
    bounds = {
        kind: limits[f"Max{kind.title()}RequestUnits"]
        for kind in ("read", "write")
        if limits.get(f"Max{kind.title()}RequestUnits", -1) > 0
    }
    if bounds:
        inputs["limits"] = bounds
    encryption = own.get("SSEDescription") or {}
    if encryption.get("KMSMasterKeyArn") and not facts["aws_key"]:
        inputs["kms_key"] = _key(encryption["KMSMasterKeyArn"], "kms_key")
    return Call(
        name, "data/dynamodb-table", own["TableArn"], inputs, {"aws_dynamodb_table.this": own["TableName"]}
    )


# S3


def bucket(name: str, facts: Facts, others: Mapping[str, Facts]) -> Call:
    """A bucket; its parts that exist are imported, and what the module adds is added."""
    own = facts["name"]
    statements = _listed((facts["policy"] or {}).get("Statement"))
    kept = [each for each in statements if not _only_tls(each)]
    if kept:
        said = ", ".join(str(each.get("Sid") or each.get("Action")) for each in kept)
        raise UnfitError(
            f"its policy has statements that the module would take away ({said}): write the call by hand, "
            "with readers and writers, or grants for roles"
        )
    rules, noncurrent = _lifecycle(facts["lifecycle"] or [])
    inputs = _given(
        name=own,
        tags=facts["tags"],
        lifecycle_rules=rules,
        cors=[_cors(each) for each in facts["cors"] or []],
    )
    inputs["noncurrent_days"] = noncurrent
    for each in (facts["encryption"] or {}).get("Rules") or []:
        by = each.get("ApplyServerSideEncryptionByDefault") or {}
        if by.get("SSEAlgorithm") == "aws:kms" and by.get("KMSMasterKeyID"):
            inputs["kms_key"] = _key(by["KMSMasterKeyID"], "kms_key")
    parts = {
        "versioning": bool(facts["versioning"]),
        "server_side_encryption_configuration": bool(facts["encryption"]),
        "public_access_block": bool(facts["block"]),
        "ownership_controls": bool(facts["ownership"]),
        "lifecycle_configuration": bool(facts["lifecycle"]),
        "policy": bool(statements),
    }
    imports = {"aws_s3_bucket.this": own}
    imports |= {f"aws_s3_bucket_{part}.this": own for part, there in parts.items() if there}
    if facts["cors"]:
        imports["aws_s3_bucket_cors_configuration.this[0]"] = own
    return Call(name, "data/s3-bucket", f"arn:aws:s3:::{own}", inputs, imports)


def _only_tls(statement: Mapping[str, Any]) -> bool:
    """Whether it does what the module's own statement does: refuse what is not encrypted on its way."""
    return statement.get("Effect") == "Deny" and "false" in [
        str(value).lower() for value in _conditions(statement, "aws:securetransport")
    ]


def _cors(each: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "origins": each["AllowedOrigins"],
        "methods": each["AllowedMethods"],
        "headers": each.get("AllowedHeaders") or [],
        "exposed_headers": each.get("ExposeHeaders") or [],
        "max_age_seconds": each.get("MaxAgeSeconds", 0),
    }


def _lifecycle(rules: list[Mapping[str, Any]]) -> tuple[dict[str, Any], int | None]:
    found: dict[str, Any] = {}
    noncurrent = None
    for each in rules:
        name = str(each.get("ID") or f"rule-{len(found)}")
        scope = each.get("Filter") or {}
        prefix = scope.get("Prefix", each.get("Prefix", ""))
        expiration = each.get("Expiration") or {}
        if name == "tidy-up":
            noncurrent = (each.get("NoncurrentVersionExpiration") or {}).get("NoncurrentDays")
            continue
        known = {"ID", "Status", "Filter", "Prefix", "Expiration", "Transitions"}
        if set(each) - known or set(scope) - {"Prefix"} or set(expiration) - {"Days"}:
            raise UnfitError(f"its lifecycle rule {name} says more than lifecycle_rules can")
        if each.get("Status") != "Enabled":
            raise UnfitError(f"its lifecycle rule {name} is disabled: take it away first")
        found[name] = _given(
            prefix=prefix,
            transitions={one["StorageClass"]: one["Days"] for one in each.get("Transitions") or []},
        )
        if "Days" in expiration:
            found[name]["expire_days"] = expiration["Days"]
    return found, noncurrent


# EventBridge


def bus(name: str, facts: Facts, others: Mapping[str, Facts]) -> Call:
    """A bus, without an archive."""
    own = facts["bus"]
    if own["Name"] == "default":
        raise UnfitError("the default bus is AWS's: rules are on it without a call")
    inputs = _given(name=own["Name"], tags=facts["tags"]) | {"archive": None}
    if key := _key(own.get("KmsKeyIdentifier"), "kms_key"):
        inputs["kms_key"] = key
    notes = ("its policy stays as it is; publishers is the module's",) if own.get("Policy") else ()
    return Call(
        name,
        "messaging/event-bus",
        own["Arn"],
        inputs,
        {"aws_cloudwatch_event_bus.this": own["Name"]},
        notes,
    )


_TARGET = {"Id", "Arn", "RoleArn", "InputTransformer", "DeadLetterConfig", "RetryPolicy", "SqsParameters"}


def rule(name: str, facts: Facts, others: Mapping[str, Facts]) -> Call:
    """A rule with its targets."""
    own = facts["rule"]
    if own.get("ManagedBy"):
        raise UnfitError(f"{own['ManagedBy']} manages it")
    targets = {}
    for each in facts["targets"]:
        if more := sorted(set(each) - _TARGET):
            raise UnfitError(
                f"its target {each['Id']} has {', '.join(more)}, which messaging/event-rule has not: write "
                "the rule by hand"
            )
        letters = (each.get("DeadLetterConfig") or {}).get("Arn")
        if not letters:
            raise UnfitError(
                f"its target {each['Id']} has no dead-letter queue, which the module wants, since events "
                "would be lost: give the target one first"
            )
        retry = each.get("RetryPolicy") or {}
        target: dict[str, Any] = {"arn": Arn(each["Arn"]), "dead_letter_queue": {"arn": Arn(letters)}}
        if transformer := each.get("InputTransformer"):
            target["input"] = {
                "paths": transformer.get("InputPathsMap") or {},
                "template": transformer["InputTemplate"],
            }
        if group := (each.get("SqsParameters") or {}).get("MessageGroupId"):
            target["message_group_id"] = group
        if retry:
            target["retry"] = {
                "attempts": retry.get("MaximumRetryAttempts", 185),
                "max_age_seconds": retry.get("MaximumEventAgeInSeconds", 86400),
            }
        if each.get("RoleArn"):
            target["role"] = {"arn": Arn(each["RoleArn"])}
        targets[each["Id"]] = target
    if not targets:
        raise UnfitError("it has no target: the module wants one")
    inputs = _given(
        name=own["Name"],
        enabled=own.get("State") != "DISABLED",
        description=own.get("Description") or "",
        pattern=own.get("EventPattern") or "",
        schedule=own.get("ScheduleExpression") or "",
        targets=targets,
        tags=facts["tags"],
    )
    if facts["bus"] != "default":
        inputs["event_bus"] = {"name": facts["bus"]}
    place = f"{facts['bus']}/{own['Name']}"
    imports = {"aws_cloudwatch_event_rule.this": place}
    imports |= {f'aws_cloudwatch_event_target.this["{each}"]': f"{place}/{each}" for each in targets}
    return Call(name, "messaging/event-rule", own["Arn"], inputs, imports)


# CloudWatch Logs


def log_group(name: str, facts: Facts, others: Mapping[str, Facts]) -> Call:
    """A log group of its own."""
    own = facts["group"]
    called = own["logGroupName"]
    group: dict[str, Any] = {"retention_days": own.get("retentionInDays", 0)}
    if own.get("logGroupClass", "STANDARD") != "STANDARD":
        group["class"] = own["logGroupClass"]
    inputs = _given(name=label(called).replace("_", "-"), groups={called: group}, tags=facts["tags"])
    if own.get("kmsKeyId"):
        inputs["kms_key"] = {"arn": Arn(own["kmsKeyId"])}
    return Call(
        name,
        "operations/logs",
        own["arn"].removesuffix(":*"),
        inputs,
        {f'aws_cloudwatch_log_group.this["{called}"]': called},
    )


# IAM

_WHOLE = re.compile(r"^[a-z0-9-]+:[A-Za-z0-9]+$")
_EVERYTHING = re.compile(r"^(\*|(arn:[^:]*:[^:]*:[^:]*:[^:]*:)([a-zA-Z-]+[:/])?\*+(:\*)?)$")


def grants(document: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """A policy's statements as grants, and what cannot be one, each with its reason."""
    found, not_said = [], []
    for number, statement in enumerate(_listed(document.get("Statement")), 1):
        called = str(statement.get("Sid") or f"statement {number}")
        actions = [str(each) for each in _listed(statement.get("Action"))]
        resources = [str(each) for each in _listed(statement.get("Resource"))]
        wide = [each for each in actions if not _WHOLE.match(each)]
        wide += [each for each in resources if _EVERYTHING.match(each)]
        if statement.get("Effect") != "Allow" or not actions or not resources:
            not_said.append(f"{called} denies, or says what it is not about")
        elif wide:
            not_said.append(f"{called} has the wildcard {', '.join(dict.fromkeys(wide))}")
        else:
            conditions = [
                {"test": test, "variable": variable, "values": [str(each) for each in _listed(values)]}
                for test, pairs in (statement.get("Condition") or {}).items()
                for variable, values in pairs.items()
            ]
            found.append(
                {"actions": actions, "resources": [Arn(each) for each in resources], "conditions": conditions}
            )
    return found, not_said


def role(name: str, facts: Facts, others: Mapping[str, Facts]) -> Call:
    """A role: who assumes it, and its inline policies as grants."""
    own = facts["role"]
    if own["Path"] != "/":
        raise UnfitError(f"its path is {own['Path']}: the module's roles have none")
    callers = dict(_callers(own["AssumeRolePolicyDocument"], facts["account"]))
    given: list[dict[str, Any]] = []
    notes, moved = [], []
    for policy, document in sorted(facts["policies"].items()):
        statements, not_said = grants(document)
        if not_said:
            notes.append(f"its policy {policy} stays as it is: {'; '.join(not_said)}")
        else:
            given += statements
            moved.append(policy)
    imports = {"aws_iam_role.this": own["RoleName"]}
    if "grants" in moved:
        imports["aws_iam_role_policy.this[0]"] = f"{own['RoleName']}:grants"
    rest = [policy for policy in moved if policy != "grants"]
    if rest:
        notes.append(
            f"its policy {', '.join(rest)} is now in grants, too; then take the old one away: aws "
            f"iam delete-role-policy --role-name {own['RoleName']} --policy-name {rest[0]}"
        )
    notes += [f"{each} stays attached" for each in facts["attached"]]
    inputs = _given(
        name=own["RoleName"],
        callers=callers,
        description=own.get("Description") or "",
        grants=[given] if given else [],
        tags=facts["tags"],
    )
    if own.get("MaxSessionDuration", 3600) != 3600:
        inputs["session_seconds"] = own["MaxSessionDuration"]
    if boundary := (own.get("PermissionsBoundary") or {}).get("PermissionsBoundaryArn"):
        inputs["permissions_boundary"] = boundary
    return Call(name, "operations/iam-role", own["Arn"], inputs, imports, tuple(notes))


def _callers(trust: Mapping[str, Any], account: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for statement in _listed(trust.get("Statement")):
        if statement.get("Effect") != "Allow" or _listed(statement.get("Action")) != ["sts:AssumeRole"]:
            raise UnfitError("its trust policy says more than sts:AssumeRole: write callers by hand")
        sources = [str(each) for value in _conditions(statement, "aws:sourcearn") for each in _listed(value)]
        external = [
            str(each) for value in _conditions(statement, "sts:externalid") for each in _listed(value)
        ]
        keys = {key.lower() for pairs in (statement.get("Condition") or {}).values() for key in pairs}
        if (
            keys - {"aws:sourcearn", "aws:sourceaccount", "sts:externalid"}
            or max(len(sources), len(external)) > 1
        ):
            raise UnfitError(
                f"its trust policy has conditions ({', '.join(sorted(keys))}): write callers by hand"
            )
        principal = statement.get("Principal")
        if not isinstance(principal, dict) or set(principal) - {"Service", "AWS"}:
            raise UnfitError(f"it trusts {json.dumps(principal)}: write callers or web_identities by hand")
        more: dict[str, Any] = {"source_arn": Arn(sources[0])} if sources else {}
        more |= {"external_id": external[0]} if external else {}
        for service in _listed(principal.get("Service")):
            short = service.removesuffix(".amazonaws.com")
            yield label(short), {"service": short, **more}
        for one in _listed(principal.get("AWS")):
            if match := re.fullmatch(r"(?:arn:[^:]+:iam::)?(\d{12})(?::root)?", str(one)):
                yield f"account_{match[1]}", {"account_id": match[1], **more}
            elif ":role/" in str(one):
                yield label(str(one).rsplit("/", 1)[-1]), {"role_arn": Arn(one), **more}
            else:
                raise UnfitError(f"it trusts {one}: callers are services, accounts and roles")


# Lambda


def function(name: str, facts: Facts, others: Mapping[str, Facts]) -> Call:
    """A function with its log group, its sources and who calls it; its role stays its role."""
    own = facts["configuration"]
    called = own["FunctionName"]
    if own.get("FileSystemConfigs"):
        raise UnfitError("it has a file system: write file_system by hand, as a whole access point")
    if "code" in facts and not facts["code"] and not facts["image"]:
        raise UnfitError("its code cannot be downloaded: write the call with its package by hand")
    log = own.get("LoggingConfig") or {}
    form = log.get("LogFormat", "Text")
    kept: dict[str, Any] = {"format": form}
    if form == "JSON":
        kept["level"] = log.get("ApplicationLogLevel", "INFO")
    imports = {"aws_lambda_function.this": called}
    notes = []
    variables = (own.get("Environment") or {}).get("Variables") or {}
    if secrets := [each for each in variables if _SECRET.search(each)]:
        notes.append(
            f"{', '.join(secrets)} of its environment may be secret, and would be in code and state: move "
            "it to Secrets Manager first (operations/secret)"
        )
    if group := facts["log_group"]:
        kept["retention_days"] = group.get("retentionInDays", 0)
        if group.get("kmsKeyId"):
            kept["kms_key"] = {"arn": Arn(group["kmsKeyId"])}
        imports["aws_cloudwatch_log_group.this"] = group["logGroupName"]
    inputs = _given(
        name=called,
        architecture=(own.get("Architectures") or ["x86_64"])[0],
        description=own.get("Description") or "",
        environment=variables,
        layers=[each["Arn"] for each in own.get("Layers") or []],
        log=kept,
        memory_mb=own["MemorySize"],
        reserved_concurrency=facts["concurrency"],
        role={"arn": Arn(own["Role"])},
        storage_mb=(own.get("EphemeralStorage") or {}).get("Size", 512),
        timeout_seconds=own["Timeout"],
        tracing=(own.get("TracingConfig") or {}).get("Mode") == "Active",
        tags=facts["tags"],
    )
    files = {}
    if facts["image"]:
        image = (own.get("ImageConfigResponse") or {}).get("ImageConfig") or {}
        names = {"Command": "command", "EntryPoint": "entry_point", "WorkingDirectory": "working_directory"}
        inputs["image"] = {"uri": facts["image"]} | {
            to: image[key] for key, to in names.items() if image.get(key)
        }
    else:
        inputs |= {"handler": own["Handler"], "runtime": own["Runtime"]}
        inputs["package"] = {"path": Beside(f"adopted/{called}.zip")}
        files[f"adopted/{called}.zip"] = facts["code"]
        notes.append(
            "Lambda does not say where its code came from: it was downloaded into "
            f"adopted/{called}.zip, and the first apply uploads the same again"
        )
    if own.get("KMSKeyArn"):
        inputs["kms_key"] = {"arn": Arn(own["KMSKeyArn"])}
    if letters := (own.get("DeadLetterConfig") or {}).get("TargetArn"):
        inputs["dead_letter"] = {"arn": Arn(letters), "grants": {}}
    network = own.get("VpcConfig") or {}
    if network.get("SubnetIds"):
        inputs["network"] = {
            "subnet_ids": network["SubnetIds"],
            "security_group_ids": network["SecurityGroupIds"],
        }
    if facts["url"]:
        inputs["url"] = {
            "authorization": facts["url"]["AuthType"],
            "streaming": facts["url"].get("InvokeMode") == "RESPONSE_STREAM",
        }
        imports["aws_lambda_function_url.this[0]"] = called
        if facts["url"].get("Cors"):
            notes.append("write url.cors by hand: the plan would take it away")
    if later := facts["asynchronous"]:
        inputs["asynchronous"] = {
            "max_age_seconds": later.get("MaximumEventAgeInSeconds") or 21600,
            "retries": later.get("MaximumRetryAttempts", 2),
            **{
                key: {"arn": Arn(to["Destination"]), "grants": {}}
                for key, to in (
                    ("on_failure", (later.get("DestinationConfig") or {}).get("OnFailure") or {}),
                    ("on_success", (later.get("DestinationConfig") or {}).get("OnSuccess") or {}),
                )
                if to.get("Destination")
            },
        }
        imports["aws_lambda_function_event_invoke_config.this[0]"] = called
    if facts["aliases"]:
        notes.append(
            f"its alias {', '.join(facts['aliases'])} stays as it is, with what is about it: the module's "
            "alias follows each change"
        )
    sources: dict[str, Any] = {}
    for each in facts["sources"]:
        _source(each, sources, imports, notes, others)
    if sources:
        inputs["event_sources"] = sources
    invokers = {}
    for statement in facts["policy"]:
        try:
            invokers[statement["Sid"]] = _invoker(statement)
        except UnfitError as reason:
            notes.append(f"the permission {statement['Sid']} stays as it is: {reason}")
            continue
        imports[f'aws_lambda_permission.invokers["{statement["Sid"]}"]'] = f"{called}/{statement['Sid']}"
    if invokers:
        inputs["invokers"] = invokers
    return Call(name, "serverless/lambda-function", own["FunctionArn"], inputs, imports, tuple(notes), files)


def _source(
    each: Mapping[str, Any],
    sources: dict[str, Any],
    imports: dict[str, str],
    notes: list[str],
    others: Mapping[str, Facts],
) -> None:
    arn = str(each.get("EventSourceArn") or "")
    service = arn.split(":")[2] if arn.startswith("arn:") else ""
    called = label(arn.partition(":table/")[2].split("/")[0] or arn.rsplit(":", 1)[-1].rsplit("/", 1)[-1])
    found: dict[str, Any] = _given(
        batch_size=each["BatchSize"],
        batch_window_seconds=each.get("MaximumBatchingWindowInSeconds", 0),
        enabled=each.get("State") not in ("Disabled", "Disabling"),
        filters=[one["Pattern"] for one in (each.get("FilterCriteria") or {}).get("Filters") or []],
        partial_batch_response="ReportBatchItemFailures" in (each.get("FunctionResponseTypes") or []),
    )
    if service == "sqs":
        known = others.get(arn)
        timeout = int(known["attributes"]["VisibilityTimeout"]) if known else 43200
        found["queue"] = {
            "arn": Arn(arn),
            "visibility_timeout_seconds": timeout,
            "grants": {"consume": []},
        }
        if most := (each.get("ScalingConfig") or {}).get("MaximumConcurrency"):
            found["max_concurrency"] = most
        imports[f'aws_lambda_event_source_mapping.queues["{called}"]'] = each["UUID"]
    elif service in ("dynamodb", "kinesis") and each.get("StartingPosition") != "AT_TIMESTAMP":
        found |= {
            "bisect": bool(each.get("BisectBatchOnFunctionError")),
            "max_age_seconds": each.get("MaximumRecordAgeInSeconds", -1),
            "max_retries": each.get("MaximumRetryAttempts", -1),
            "parallelization": each.get("ParallelizationFactor", 1),
            "starting_position": each["StartingPosition"],
        }
        # A stream's ARN is made by AWS: no call of ours says it in a name.
        found |= (
            {"table_stream": {"stream_arn": arn, "grants": {"stream": []}}}
            if service == "dynamodb"
            else {"stream": {"arn": Arn(arn), "grants": {"consume": []}}}
        )
        if failed := ((each.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination"):
            found["on_failure"] = {"arn": Arn(failed), "grants": {}}
        imports[f'aws_lambda_event_source_mapping.streams["{called}"]'] = each["UUID"]
    else:
        notes.append(f"the event source {arn or each['UUID']} stays as it is: write it by hand")
        return
    sources[called] = found


def _invoker(statement: Mapping[str, Any]) -> dict[str, Any]:
    principal = statement.get("Principal")
    service = principal.get("Service") if isinstance(principal, dict) else None
    sources = [str(each) for value in _conditions(statement, "aws:sourcearn") for each in _listed(value)]
    accounts = list(_conditions(statement, "aws:sourceaccount"))
    if not isinstance(service, str) or statement.get("Action") != "lambda:InvokeFunction":
        raise UnfitError("it is for no AWS service; roles carry grants.invoke")
    if len(sources) != 1:
        raise UnfitError("it names no source: invokers name the ARN that a service calls for")
    if bool(accounts) != (service == "s3.amazonaws.com"):
        raise UnfitError(
            "the module names the account for a bucket, and only there; a change would replace it"
        )
    return {"service": service.removesuffix(".amazonaws.com"), "source_arn": Arn(sources[0])}


# Step Functions


def state_machine(name: str, facts: Facts, others: Mapping[str, Facts]) -> Call:
    """A state machine; it gets a role of the module's, with what its own role has as grants."""
    own = facts["machine"]
    called = own["name"]
    definition = own["definition"]
    if "${" in definition:
        raise UnfitError(
            'its definition has "${", which the module takes for a substitution: write the call by hand'
        )
    if own["type"] == "STANDARD" and "TimeoutSeconds" not in json.loads(definition):
        raise UnfitError(
            "its definition has no TimeoutSeconds at its top, which the module wants: add one first"
        )
    given: list[dict[str, Any]] = []
    notes = [
        f"it gets a role of its own; {own['roleArn']} stays until you take it away",
    ]
    for policy, document in sorted(facts["role"]["policies"].items()):
        statements, not_said = grants(document)
        given += statements
        notes += [f"write what it needs of {policy} into grants before you apply: {one}" for one in not_said]
    notes += [
        f"write what it needs of {each} into grants before you apply" for each in facts["role"]["attached"]
    ]
    logging = own.get("loggingConfiguration") or {}
    kept: dict[str, Any] = {"level": logging.get("level", "OFF")}
    imports = {"aws_sfn_state_machine.this": own["stateMachineArn"]}
    if kept["level"] != "OFF":
        kept["include_data"] = bool(logging.get("includeExecutionData"))
        if group := facts["log_group"]:
            kept["retention_days"] = group.get("retentionInDays", 0)
            imports["aws_cloudwatch_log_group.this[0]"] = group["logGroupName"]
    inputs = _given(
        name=called,
        definition=File(f"adopted/{called}.asl.json"),
        grants=[given] if given else [],
        log=kept,
        tracing=bool((own.get("tracingConfiguration") or {}).get("enabled")),
        type=own["type"],
        tags=facts["tags"],
    )
    key = (own.get("encryptionConfiguration") or {}).get("kmsKeyId")
    if key:
        inputs["kms_key"] = _key(key, "kms_key")
    files = {f"adopted/{called}.asl.json": definition.encode()}
    return Call(
        name,
        "serverless/state-machine",
        own["stateMachineArn"],
        inputs,
        imports,
        tuple(notes),
        files,
    )


MAKERS: Mapping[str, Callable[[str, Facts, Mapping[str, Facts]], Call]] = {
    "AWS::DynamoDB::Table": table,
    "AWS::Events::EventBus": bus,
    "AWS::Events::Rule": rule,
    "AWS::IAM::Role": role,
    "AWS::Lambda::Function": function,
    "AWS::Logs::LogGroup": log_group,
    "AWS::S3::Bucket": bucket,
    "AWS::SNS::Topic": topic,
    "AWS::SQS::Queue": queue,
    "AWS::StepFunctions::StateMachine": state_machine,
}


def renamed(call: Call, taken: set[str]) -> Call:
    """The call under a label that no other has."""
    plain, number = call.label, 2
    while call.label in taken:
        call = replace(call, label=f"{plain}_{number}")
        number += 1
    return call
