"""What services deliver to each other arrives while the target, its key and the role allow it.

With the right taken away, denied, or bound to another source, it does not arrive, goes to the dead letters
where there are any, and is listed among the denials.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.local_aws.checks import (
    ACCOUNT,
    ROLE,
    bodies,
    deploy,
    document,
    eventually,
    name,
    queue,
    refused_as,
)

pytestmark = pytest.mark.capability("use.strict", "behaves")

REGION = "eu-west-1"
ARN = "arn:aws:{}:" + f"{REGION}:{ACCOUNT}:" + "{}"
ACTIONS = {"sqs": "sqs:SendMessage", "sns": "sns:Publish", "lambda": "lambda:InvokeFunction"}
WAITED = 10.0
OF_ACCOUNT = {
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "Action": "kms:*",
    "Resource": "*",
}


# --- Targets: made, given a policy, and looked into


class Target:
    """A queue, a topic with a queue behind it, or a function that says what it got in its log."""

    def __init__(self, aws, kind, key=None):
        self.aws, self.kind, self.called = aws, kind, name()
        settings = {"KmsMasterKeyId": key} if key else {}
        if kind == "lambda":
            deploy_as = "def handler(event, context): print('GOT', event)"
            self.called = deploy(aws, deploy_as)
            self.arn = ARN.format("lambda", f"function:{self.called}")
            return
        self.url, letters = queue(aws, "sns")
        if kind == "sqs":
            self.url = aws.client("sqs").create_queue(QueueName=self.called, Attributes=settings)["QueueUrl"]
            self.arn = ARN.format("sqs", self.called)
            return
        sns = aws.client("sns")
        self.arn = sns.create_topic(Name=self.called, Attributes=settings)["TopicArn"]
        sns.subscribe(TopicArn=self.arn, Protocol="sqs", Endpoint=letters)

    def allow(self, *statements):
        """Its policy becomes these statements."""
        if self.kind == "sns" and not statements:  # a topic always has a policy
            statements = (statement("nobody"),)
        for each in statements:
            each |= {"Resource": self.arn, "Action": ACTIONS[self.kind]}
        if self.kind == "sqs":
            policy = document(*statements) if statements else ""
            self.aws.client("sqs").set_queue_attributes(QueueUrl=self.url, Attributes={"Policy": policy})
        elif self.kind == "sns":
            self.aws.client("sns").set_topic_attributes(
                TopicArn=self.arn, AttributeName="Policy", AttributeValue=document(*statements)
            )
        else:
            functions = self.aws.client("lambda")
            refused_as(functions.remove_permission, FunctionName=self.called, StatementId="s")
            for each in statements:
                conditions = [each.get("Condition", {}).get(key, {}) for key in ("ArnLike", "StringEquals")]
                source, account = (next(iter(found.values()), None) for found in conditions)
                functions.add_permission(
                    FunctionName=self.called,
                    StatementId="s",
                    Action="lambda:InvokeFunction",
                    Principal=each["Principal"]["Service"],
                    **({"SourceArn": source} if source else {}),
                    **({"SourceAccount": account} if account else {}),
                )

    def arrived(self):
        """How much has come since the last look."""
        if self.kind != "lambda":
            return len(
                [each for each in bodies(self.aws, self.url) if "s3:TestEvent" not in json.dumps(each)]
            )
        logs = self.aws.client("logs")
        try:
            events = logs.filter_log_events(logGroupName=f"/aws/lambda/{self.called}")["events"]
        except logs.exceptions.ResourceNotFoundException:
            return 0
        found = len([each for each in events if each["message"].startswith("GOT")])
        seen, self.seen = getattr(self, "seen", 0), found
        return found - seen


def statement(service, *, source=None, account=None, effect="Allow"):
    condition = {
        **({"ArnLike": {"aws:SourceArn": source}} if source else {}),
        **({"StringEquals": {"aws:SourceAccount": account}} if account else {}),
    }
    principal = {"Service": service if "." in service else f"{service}.amazonaws.com"}
    return {"Effect": effect, "Principal": principal, **({"Condition": condition} if condition else {})}


# --- Sources: each is wired to a target, and says how to make it deliver


@dataclass
class Source:
    """What delivers to a target.

    Attributes:
        keys: the condition keys that it sends to the target.
        key_keys: the condition keys that it sends to the target's key.
        dead_letters: URL of the queue for what cannot be delivered.
    """

    service: str
    arn: str
    send: Callable[[], None]
    keys: tuple[str, ...] = ("source", "account")
    key_keys: tuple[str, ...] = ("source", "account")
    dead_letters: str = ""
    metric: tuple[str, str, dict[str, str]] | None = None
    actor: str = field(default="")

    def __post_init__(self):
        actor = self.actor or self.service
        self.principal = actor if "." in actor else f"{actor}.amazonaws.com"

    def right(self, **changes):
        """The statement that it needs, as AWS's guides have it."""
        known = {"source": self.arn, "account": ACCOUNT}
        return statement(self.principal, **{key: known[key] for key in self.keys}, **changes)


def of_topic(aws, target):
    sns, (url, letters) = aws.client("sns"), queue(aws, "sns")
    topic = sns.create_topic(Name=name())["TopicArn"]
    sns.subscribe(
        TopicArn=topic,
        Protocol=target.kind,
        Endpoint=target.arn,
        Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": letters})},
    )
    metric = "AWS/SNS", "NumberOfNotificationsFailed", {"TopicName": topic.rpartition(":")[2]}
    return Source(
        "sns", topic, lambda: sns.publish(TopicArn=topic, Message='"m"'), dead_letters=url, metric=metric
    )


def of_rule(aws, target, **settings):
    events, bus, (url, letters) = aws.client("events"), name(), queue(aws, "events")
    events.create_event_bus(Name=bus)
    rule = events.put_rule(Name=bus, EventBusName=bus, EventPattern='{"source": ["shop"]}')["RuleArn"]
    to = {"Id": "t", "Arn": target.arn, "DeadLetterConfig": {"Arn": letters}, **settings}
    events.put_targets(Rule=bus, EventBusName=bus, Targets=[to])
    entry = {"Source": "shop", "DetailType": "Sold", "Detail": "{}", "EventBusName": bus}
    # Conditions in policies of topics, and on their keys, are not supported.
    keys = {"keys": (), "key_keys": ()} if target.kind == "sns" else {}
    metric = "AWS/Events", "FailedInvocations", {"EventBusName": bus, "RuleName": bus}
    return Source(
        "events", rule, lambda: events.put_events(Entries=[entry]), dead_letters=url, metric=metric, **keys
    )


def of_bucket(aws, target):
    s3, bucket = aws.client("s3"), name()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    source = Source("s3", f"arn:aws:s3:::{bucket}", lambda: s3.put_object(Bucket=bucket, Key="k", Body=b"x"))
    kinds = {"sqs": ("Queue", "QueueArn"), "sns": ("Topic", "TopicArn")}
    kind, arn = kinds.get(target.kind, ("LambdaFunction", "LambdaFunctionArn"))
    to = {f"{kind}Configurations": [{arn: target.arn, "Events": ["s3:ObjectCreated:*"]}]}
    asked = {"Bucket": bucket, "NotificationConfiguration": to}
    target.allow()
    before = refused_as(s3.put_bucket_notification_configuration, **asked)
    target.allow(source.right())
    s3.put_bucket_notification_configuration(**asked)
    assert before == "InvalidArgument"
    return source


def of_alarm(aws, target):
    cloudwatch, alarm = aws.client("cloudwatch"), name()
    cloudwatch.put_metric_alarm(
        AlarmName=alarm,
        AlarmActions=[target.arn],
        Namespace="shop",
        MetricName="orders",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )

    def fire():
        for state in ("OK", "ALARM"):
            cloudwatch.set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="tried")

    actor = "lambda.alarms.cloudwatch.amazonaws.com" if target.kind == "lambda" else "cloudwatch"
    return Source("cloudwatch", ARN.format("cloudwatch", f"alarm:{alarm}"), fire, actor=actor)


WAYS = [
    (of_topic, "sqs"),
    (of_topic, "lambda"),
    (of_rule, "sqs"),
    (of_rule, "sns"),
    (of_rule, "lambda"),
    (of_bucket, "sqs"),
    (of_bucket, "sns"),
    (of_bucket, "lambda"),
    (of_alarm, "sns"),
    (of_alarm, "lambda"),
]
ENCRYPTED = [way for way in WAYS if way[1] != "lambda"]


def names(way):
    return f"{way[0].__name__.removeprefix('of_')}-{way[1]}"


def denied(aws, who, action, resource, since):
    """The denials of one who asked for an action since a moment."""
    return [
        each
        for each in aws.denials()
        if (each["principal"], each["action"], each["resource"]) == (who, action, resource)
        and each["time"] >= since
    ]


def does_not_arrive(aws, source, target, action=None, resource=None):
    """The denial of what is sent, which does not arrive and is kept as dead letters."""
    denial = is_denied(aws, source, target, action, resource)
    assert target.arrived() == 0
    return denial


def is_denied(aws, source, target, action=None, resource=None):
    since = time.time()
    source.send()
    found = []

    def noted():
        found[:] = denied(
            aws, source.principal, action or ACTIONS[target.kind], resource or target.arn, since
        )
        return bool(found)

    assert eventually(noted, WAITED)
    if source.dead_letters:
        assert eventually(lambda: len(bodies(aws, source.dead_letters)) == 1, WAITED)
    return found[0]


@pytest.mark.parametrize("way", WAYS, ids=names)
def test_a_delivery_needs_the_targets_policy(corrected, way):
    make, kind = way
    target = Target(corrected, kind)
    source = make(corrected, target)
    target.allow(source.right())
    source.send()
    assert eventually(lambda: target.arrived() == 1, WAITED)

    target.allow()
    missing = does_not_arrive(corrected, source, target)["missing"]
    assert missing["Principal"] == {"Service": source.principal}

    target.allow(statement("ec2"))
    does_not_arrive(corrected, source, target)

    if source.keys:
        other = statement(source.principal, source=source.arn + "-other")
        target.allow(other)
        does_not_arrive(corrected, source, target)
        target.allow(statement(source.principal, account="111111111111"))
        does_not_arrive(corrected, source, target)
    else:
        target.allow(statement(source.principal, source=source.arn))
        does_not_arrive(corrected, source, target)

    if kind != "lambda":  # permissions of functions only allow
        target.allow(source.right(), statement(source.principal, effect="Deny"))
        assert does_not_arrive(corrected, source, target)["reason"] == "explicit deny"

    target.allow(source.right())
    source.send()
    assert eventually(lambda: target.arrived() == 1, WAITED)


@pytest.mark.parametrize("way", ENCRYPTED, ids=names)
def test_a_delivery_needs_the_targets_key(corrected, way):
    make, kind = way
    kms = corrected.client("kms")
    key = kms.create_key(Policy=document(OF_ACCOUNT))["KeyMetadata"]["Arn"]

    def let(*statements):
        for each in statements:
            each |= {"Action": ["kms:GenerateDataKey*", "kms:Decrypt"], "Resource": "*"}
        kms.put_key_policy(KeyId=key, PolicyName="default", Policy=document(OF_ACCOUNT, *statements))

    target = Target(corrected, kind, key)
    source = of_encrypted(make, corrected, target, let)
    known = {"source": source.arn, "account": ACCOUNT}
    right = {each: known[each] for each in source.key_keys}
    target.allow(source.right())

    let(statement(source.principal, **right))
    source.send()
    assert eventually(lambda: target.arrived() == 1, WAITED)

    let()
    does_not_arrive(corrected, source, target, "kms:GenerateDataKey", key)
    wrong = {"account": "111111111111"} if right else {"account": ACCOUNT}
    let(statement(source.principal, **wrong))
    does_not_arrive(corrected, source, target, "kms:GenerateDataKey", key)

    let(statement(source.principal, **right))
    kms.disable_key(KeyId=key)
    denial = is_denied(corrected, source, target, "kms:GenerateDataKey", key)
    assert denial["reason"] == "the key cannot be used"
    kms.enable_key(KeyId=key)
    assert target.arrived() == 0


def of_encrypted(make, aws, target, let):
    """The source, made while the key is open to it: S3 asks as it is wired."""
    let(statement("s3"))
    return make(aws, target)


@pytest.mark.parametrize("way", ENCRYPTED, ids=names)
def test_no_service_may_use_a_key_that_aws_manages(corrected, way):
    make, kind = way
    if make is of_bucket:
        target = Target(corrected, kind)
        source = make(corrected, target)
        encrypt(corrected, target, f"alias/aws/{kind}")
    else:
        target = Target(corrected, kind, f"alias/aws/{kind}")
        source = make(corrected, target)
    target.allow(source.right())
    key = ARN.format("kms", f"alias/aws/{kind}")
    does_not_arrive(corrected, source, target, "kms:GenerateDataKey", key)


def encrypt(aws, target, key):
    if target.kind == "sqs":
        aws.client("sqs").set_queue_attributes(QueueUrl=target.url, Attributes={"KmsMasterKeyId": key})
    else:
        aws.client("sns").set_topic_attributes(
            TopicArn=target.arn, AttributeName="KmsMasterKeyId", AttributeValue=key
        )


@pytest.mark.parametrize("make", [of_topic, of_rule])
def test_failures_are_counted_and_dead_letters_need_a_policy_too(corrected, make):
    target = Target(corrected, "sqs")
    source = make(corrected, target)
    does_not_arrive(corrected, source, target)
    sqs = corrected.client("sqs")
    sqs.set_queue_attributes(QueueUrl=source.dead_letters, Attributes={"Policy": ""})
    source.send()
    namespace, metric, dimensions = source.metric

    def total(called):
        found = corrected.client("cloudwatch").get_metric_statistics(
            Namespace=namespace,
            MetricName=called,
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
            StartTime=time.time() - 600,
            EndTime=time.time() + 60,
            Period=3600,
            Statistics=["Sum"],
        )["Datapoints"]
        return sum(each["Sum"] for each in found)

    sent, lost = {
        of_topic: ("NumberOfNotificationsRedrivenToDlq", "NumberOfNotificationsFailedToRedriveToDlq"),
        of_rule: ("InvocationsSentToDlq", "InvocationsFailedToBeSentToDlq"),
    }[make]
    assert eventually(lambda: [total(metric), total(sent), total(lost)] == [2, 1, 1], WAITED)
    assert bodies(corrected, source.dead_letters) == []


# --- Deliveries by a role


class Role:
    """A role that a service may assume, with rights that a test changes."""

    def __init__(self, aws, service):
        self.iam, self.called = aws.client("iam"), name()
        self.arn = f"arn:aws:iam::{ACCOUNT}:role/{self.called}"
        self.iam.create_role(RoleName=self.called, AssumeRolePolicyDocument=self.trust(service))

    def trust(self, service, source=None):
        trusted = statement(service, source=source, account=ACCOUNT if source else None)
        return document({**trusted, "Action": "sts:AssumeRole"})

    def be_trusted(self, service, source=None):
        self.iam.update_assume_role_policy(RoleName=self.called, PolicyDocument=self.trust(service, source))

    def may(self, *rights):
        """Its rights: pairs of actions and a resource."""
        allowed = [{"Effect": "Allow", "Action": actions, "Resource": arn} for actions, arn in rights]
        nothing = {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}
        self.iam.put_role_policy(
            RoleName=self.called, PolicyName="rights", PolicyDocument=document(*allowed, nothing)
        )


def kinesis_target(aws):
    kinesis, called = aws.client("kinesis"), name()
    kinesis.create_stream(StreamName=called, ShardCount=1)
    shard = {"StreamName": called, "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON"}

    def arrived():
        at = kinesis.get_shard_iterator(**shard)["ShardIterator"]
        return len(kinesis.get_records(ShardIterator=at)["Records"])

    return ARN.format("kinesis", f"stream/{called}"), "kinesis:PutRecord", arrived


def firehose_target(aws):
    firehose, s3, called = aws.client("firehose"), aws.client("s3"), name()
    s3.create_bucket(Bucket=called, CreateBucketConfiguration={"LocationConstraint": REGION})
    to = {"BucketARN": f"arn:aws:s3:::{called}", "RoleARN": ROLE}
    made = firehose.create_delivery_stream(DeliveryStreamName=called, ExtendedS3DestinationConfiguration=to)
    return (
        made["DeliveryStreamARN"],
        "firehose:PutRecord",
        lambda: len(s3.list_objects_v2(Bucket=called).get("Contents", [])),
    )


def machine_target(aws):
    states = aws.client("stepfunctions")
    definition = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})
    arn = states.create_state_machine(name=name(), definition=definition, roleArn=ROLE)["stateMachineArn"]
    return (
        arn,
        "states:StartExecution",
        lambda: len(states.list_executions(stateMachineArn=arn)["executions"]),
    )


def bus_target(aws):
    events, bus, (url, target) = aws.client("events"), name(), queue(aws, "events")
    arn = events.create_event_bus(Name=bus)["EventBusArn"]
    events.put_rule(Name=bus, EventBusName=bus, EventPattern='{"source": [{"exists": true}]}')
    events.put_targets(Rule=bus, EventBusName=bus, Targets=[{"Id": "t", "Arn": target}])
    return arn, "events:PutEvents", counter(aws, url)


def queue_target(aws):
    url, arn = queue(aws)
    return arn, "sqs:SendMessage", counter(aws, url)


def topic_target(aws):
    target = Target(aws, "sns")
    return target.arn, "sns:Publish", counter(aws, target.url)


def address_target(aws):
    events, called, got = aws.client("events"), name(), []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    listener = HTTPServer(("127.0.0.1", 0), Listener)
    Thread(target=listener.serve_forever, daemon=True).start()
    key = {"ApiKeyAuthParameters": {"ApiKeyName": "k", "ApiKeyValue": "v"}}
    connection = events.create_connection(Name=called, AuthorizationType="API_KEY", AuthParameters=key)
    destination = events.create_api_destination(
        Name=called,
        ConnectionArn=connection["ConnectionArn"],
        InvocationEndpoint=f"http://127.0.0.1:{listener.server_port}/",
        HttpMethod="POST",
    )
    return destination["ApiDestinationArn"], "events:InvokeApiDestination", lambda: len(got)


def counter(aws, url):
    """How much has come to a queue."""
    seen = []

    def arrived():
        seen.extend(bodies(aws, url))
        return len(seen)

    return arrived


@pytest.mark.parametrize(
    "make",
    [
        kinesis_target,
        firehose_target,
        machine_target,
        bus_target,
        queue_target,
        topic_target,
        address_target,
    ],
)
def test_a_rule_delivers_as_the_role_of_a_target(corrected, make):
    arn, action, arrived = make(corrected)
    role = Role(corrected, "events")
    role.may((action, arn))
    target = type("Any", (), {"arn": arn, "kind": arn.split(":")[2]})
    source = of_rule(corrected, target, RoleArn=role.arn)
    source.send()
    assert eventually(lambda: arrived() == 1, WAITED)

    def fails(who, what, which):
        since = time.time()
        source.send()
        assert eventually(lambda: bool(denied(corrected, who, what, which, since)), WAITED)
        assert len(bodies(corrected, source.dead_letters, 1)) == 1
        assert arrived() == 1

    role.may((action, arn + "-other"))
    fails(role.arn, action, arn)
    role.may((action, arn))
    role.be_trusted("scheduler")
    fails("events.amazonaws.com", "sts:AssumeRole", role.arn)
    role.be_trusted("events", source.arn + "-other")
    fails("events.amazonaws.com", "sts:AssumeRole", role.arn)
    role.be_trusted("events", source.arn)
    source.send()
    assert eventually(lambda: arrived() == 2, WAITED)


def test_a_rule_sends_to_another_bus_by_its_policy(corrected):
    arn, _, arrived = bus_target(corrected)
    target = type("Any", (), {"arn": arn, "kind": "events"})
    source = of_rule(corrected, target)
    source.send()
    assert len(bodies(corrected, source.dead_letters, 1)) == 1
    policy = {**source.right(), "Sid": "s", "Action": "events:PutEvents", "Resource": arn}
    bus = arn.partition("/")[2]
    corrected.client("events").put_permission(EventBusName=bus, Policy=document(policy))
    source.send()
    assert eventually(lambda: arrived() == 1, WAITED)


def test_a_rule_writes_to_a_log_group_by_the_accounts_policy_for_services(corrected):
    logs, group = corrected.client("logs"), f"/aws/events/{name()}"
    logs.create_log_group(logGroupName=group)
    arn = ARN.format("logs", f"log-group:{group}")
    source = of_rule(corrected, type("Any", (), {"arn": arn, "kind": "logs"}))

    def written():
        return len(logs.filter_log_events(logGroupName=group)["events"])

    def let(*, source_arn):
        right = statement("events", source=source_arn)
        actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
        policy = document({**right, "Action": actions, "Resource": f"{arn}:*"})
        logs.put_resource_policy(policyName=group.rpartition("/")[2], policyDocument=policy)

    source.send()
    assert len(bodies(corrected, source.dead_letters, 1)) == 1
    let(source_arn=source.arn + "-other")
    source.send()
    assert len(bodies(corrected, source.dead_letters, 1)) == 1
    assert written() == 0
    let(source_arn=source.arn)
    source.send()
    assert eventually(lambda: written() == 1, WAITED)


@pytest.mark.parametrize("make", [queue_target, topic_target, machine_target, kinesis_target])
def test_a_schedule_delivers_as_its_role(corrected, make):
    arn, action, arrived = make(corrected)
    scheduler, role, (url, letters) = (
        corrected.client("scheduler"),
        Role(corrected, "scheduler"),
        queue(corrected),
    )
    group = ARN.format("scheduler", "schedule-group/default")
    role.be_trusted("scheduler", group)

    def schedule():
        target = {"Arn": arn, "RoleArn": role.arn, "Input": "{}", "DeadLetterConfig": {"Arn": letters}}
        if ":kinesis:" in arn:
            target["KinesisParameters"] = {"PartitionKey": "p"}
        scheduler.create_schedule(
            Name=name(),
            ScheduleExpression=f"at({time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime())})",
            FlexibleTimeWindow={"Mode": "OFF"},
            ActionAfterCompletion="DELETE",
            Target=target,
        )

    role.may((action, arn))
    schedule()
    assert eventually(lambda: arrived() == 1, 30)
    role.may((action, arn + "-other"), ("sqs:SendMessage", letters))
    since = time.time()
    schedule()
    assert eventually(lambda: bool(denied(corrected, role.arn, action, arn, since)), 30)
    assert len(bodies(corrected, url, 1)) == 1
    assert arrived() == 1
    role.be_trusted("scheduler", group + "-other")
    assert refused_as(schedule) == "ValidationException"


def test_a_schedule_with_a_key_delivers_while_its_role_may_decrypt(corrected):
    scheduler, (arn, action, arrived) = corrected.client("scheduler"), queue_target(corrected)
    role, (url, letters) = Role(corrected, "scheduler"), queue(corrected)
    role.be_trusted("scheduler", ARN.format("scheduler", "schedule-group/default"))
    key = corrected.client("kms").create_key(Policy=document(OF_ACCOUNT))["KeyMetadata"]["Arn"]

    def schedule():
        scheduler.create_schedule(
            Name=name(),
            ScheduleExpression=f"at({time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime())})",
            FlexibleTimeWindow={"Mode": "OFF"},
            KmsKeyArn=key,
            Target={"Arn": arn, "RoleArn": role.arn, "Input": "{}", "DeadLetterConfig": {"Arn": letters}},
        )

    sending = ([action, "sqs:SendMessage"], [arn, letters])
    role.may(sending, ("kms:Decrypt", key))
    schedule()
    assert eventually(lambda: arrived() == 1, 30)
    role.may(sending)
    since = time.time()
    schedule()
    assert eventually(lambda: bool(denied(corrected, role.arn, "kms:Decrypt", key, since)), 30)
    assert len(bodies(corrected, url, 5)) == 1
    assert arrived() == 1


def test_a_pipe_reads_and_sends_as_its_role(corrected):
    sqs, pipes, pipe = corrected.client("sqs"), corrected.client("pipes"), name()
    source_url, source = queue(corrected)
    arn, action, arrived = queue_target(corrected)
    function = deploy(corrected, "def handler(events, context): return events")
    enrichment = ARN.format("lambda", f"function:{function}")
    role = Role(corrected, "pipes")
    role.be_trusted("pipes", ARN.format("pipes", f"pipe/{pipe}"))
    reading = (["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], source)
    calling, sending = ("lambda:InvokeFunction", enrichment), (action, arn)
    role.may(reading, calling, sending)
    pipes.create_pipe(Name=pipe, Source=source, Target=arn, RoleArn=role.arn, Enrichment=enrichment)
    sqs.set_queue_attributes(QueueUrl=source_url, Attributes={"VisibilityTimeout": "5"})

    def send():
        sqs.send_message(QueueUrl=source_url, MessageBody='{"order": 1}')

    send()
    assert eventually(lambda: arrived() == 1, 20)
    for rights, what, which in (
        ([calling, sending], "sqs:ReceiveMessage", source),
        ([reading, sending], "lambda:InvokeFunction", enrichment),
        ([reading, calling], action, arn),
    ):
        before, since = arrived(), time.time()
        role.may(*rights)
        time.sleep(1)  # what was allowed a moment ago may still be under way
        send()
        assert eventually(lambda: bool(denied(corrected, role.arn, what, which, since)), 20)  # noqa: B023
        assert arrived() == before
        role.may(reading, calling, sending)
        assert eventually(lambda: arrived() == before + 1, 20)  # noqa: B023


def test_a_topic_delivers_to_firehose_as_the_role_of_the_subscription(corrected):
    arn, action, arrived = firehose_target(corrected)
    sns, role, (url, letters) = corrected.client("sns"), Role(corrected, "sns"), queue(corrected, "sns")
    topic = sns.create_topic(Name=name())["TopicArn"]
    settings = {
        "SubscriptionRoleArn": role.arn,
        "RedrivePolicy": json.dumps({"deadLetterTargetArn": letters}),
    }
    sns.subscribe(TopicArn=topic, Protocol="firehose", Endpoint=arn, Attributes=settings)
    role.be_trusted("sns", topic)
    role.may((action, arn))
    sns.publish(TopicArn=topic, Message='"m"')
    assert eventually(lambda: arrived() == 1, WAITED)
    role.may((action, arn + "-other"))
    sns.publish(TopicArn=topic, Message='"m"')
    assert len(bodies(corrected, url, 2)) == 1
    role.may((action, arn))
    role.be_trusted("sns", topic + "-other")
    sns.publish(TopicArn=topic, Message='"m"')
    assert len(bodies(corrected, url, 2)) == 1
    assert arrived() == 1
