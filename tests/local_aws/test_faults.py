"""Faults on the edge: each service's own error, late answers, broken connections; the same each time."""

import os
import time

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from local_aws import running
from local_aws.errors import LocalAwsError
from tests.local_aws.starting import start

ONCE = Config(retries={"total_max_attempts": 1})
PATIENT = Config(retries={"mode": "standard", "total_max_attempts": 8})


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """The directory of a local AWS of these tests' own."""
    directory = tmp_path_factory.mktemp("bench")
    start(directory, port=0, owner=os.getpid())
    yield directory
    running.stop(directory)


@pytest.fixture
def fault(bench):
    """Sets a fault, which ends with the test."""
    yield lambda **wanted: running.set_fault(bench, **wanted)
    running.clear_faults(bench)


@pytest.fixture
def client(bench, connect):
    local = connect(running.require(bench).url)
    return lambda service, config=ONCE: local.client(service, config=config)


def refusal(call, **arguments) -> tuple[str, int]:
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    response = refused.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


# One of each protocol, and those that have an error of their own.
CALLS = {
    "cloudwatch": ("put_metric_data", {"Namespace": "n", "MetricData": []}),
    "dynamodb": ("get_item", {"TableName": "none", "Key": {}}),
    "ec2": ("describe_vpcs", {}),
    "elbv2": ("describe_load_balancers", {}),
    "kinesis": ("put_record", {"StreamName": "none", "Data": b"", "PartitionKey": "k"}),
    "lambda": ("invoke", {"FunctionName": "none"}),
    "route53": ("list_hosted_zones", {}),
    "s3": ("put_object", {"Bucket": "none", "Key": "a/b c", "Body": b"some"}),
    "sns": ("publish", {"TopicArn": "arn:aws:sns:eu-west-1:000000000000:none", "Message": "m"}),
    "sqs": ("send_message", {"QueueUrl": "http://127.0.0.1/000000000000/none", "MessageBody": "m"}),
    "stepfunctions": ("list_state_machines", {}),
    "vpc-lattice": ("list_services", {}),
}
THROTTLED = {
    "cloudwatch": ("ThrottlingException", 400),
    "dynamodb": ("ProvisionedThroughputExceededException", 400),
    "ec2": ("RequestLimitExceeded", 503),
    "elbv2": ("Throttling", 400),
    "kinesis": ("ProvisionedThroughputExceededException", 400),
    "lambda": ("TooManyRequestsException", 429),
    "route53": ("Throttling", 400),
    "s3": ("SlowDown", 503),
    "sns": ("Throttling", 400),
    "sqs": ("RequestThrottled", 400),
    "stepfunctions": ("ThrottlingException", 400),
    "vpc-lattice": ("ThrottlingException", 429),
}
FAILED = {
    "cloudwatch": ("InternalServiceError", 500),
    "dynamodb": ("InternalServerError", 500),
    "ec2": ("InternalError", 500),
    "elbv2": ("InternalFailure", 500),
    "lambda": ("ServiceException", 500),
    "s3": ("InternalError", 500),
    "sqs": ("InternalFailure", 500),
}


@pytest.mark.parametrize("service", THROTTLED)
def test_a_throttled_call_gets_the_services_own_error(service, fault, client):
    method, arguments = CALLS[service]
    fault(kind="throttle", service=service)
    assert refusal(getattr(client(service), method), **arguments) == THROTTLED[service]


@pytest.mark.parametrize("service", FAILED)
def test_a_failed_call_gets_a_server_error(service, fault, client):
    method, arguments = CALLS[service]
    fault(kind="error", service=service)
    assert refusal(getattr(client(service), method), **arguments) == FAILED[service]


def test_a_client_that_tries_again_gets_through(fault, client):
    queue = client("sqs").create_queue(QueueName="retried")["QueueUrl"]
    fault(kind="throttle", service="sqs", operation="SendMessage", rate=0.5, seed=7)
    retries = [
        client("sqs", PATIENT).send_message(QueueUrl=queue, MessageBody=str(number))["ResponseMetadata"][
            "RetryAttempts"
        ]
        for number in range(6)
    ]
    assert sum(retries) > 0
    depth = client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"])
    assert depth["Attributes"]["ApproximateNumberOfMessages"] == "6"


def test_the_same_seed_and_the_same_calls_give_the_same_outcomes(bench, fault, client):
    def outcomes(seed: int) -> list[bool]:
        running.clear_faults(bench)
        fault(kind="error", service="sqs", operation="ListQueues", rate=0.4, seed=seed)
        sqs, found = client("sqs"), []
        for _ in range(30):
            try:
                sqs.list_queues()
            except ClientError:
                found.append(True)
            else:
                found.append(False)
        return found

    first = outcomes(7)
    assert 4 < sum(first) < 20
    assert outcomes(7) == first
    assert outcomes(8) != first
    assert running.faults(bench)[0]["seen"] == 30


def test_other_operations_and_other_services_are_untouched(fault, client):
    fault(kind="throttle", service="dynamodb", operation="PutItem")
    client("dynamodb").list_tables()
    client("sqs").list_queues()
    client("ec2").describe_vpcs()


def test_a_late_answer_is_as_late_as_asked_and_right(fault, client):
    sqs = client("sqs")
    fault(kind="latency", service="sqs", ms=300)
    began = time.monotonic()
    sqs.list_queues()
    assert 0.3 <= time.monotonic() - began < 2


def test_a_dropped_connection_is_seen_as_one_and_the_call_is_not_done(fault, client):
    fault(kind="drop", service="sqs", operation="CreateQueue")
    with pytest.raises(ConnectionClosedError):
        client("sqs").create_queue(QueueName="dropped")
    assert "dropped" not in str(client("sqs").list_queues())


def test_a_body_passes_whole_when_no_fault_strikes(fault, client):
    """It was read to tell the operation."""
    fault(kind="throttle", service="iam")
    s3, data = client("s3"), os.urandom(3 * 2**20)
    s3.create_bucket(Bucket="whole", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="whole", Key="large", Body=data)
    assert s3.get_object(Bucket="whole", Key="large")["Body"].read() == data
    queue = client("sqs").create_queue(QueueName="whole")["QueueUrl"]
    client("sqs").send_message(QueueUrl=queue, MessageBody="ü" * 100_000)
    [message] = client("sqs").receive_message(QueueUrl=queue)["Messages"]
    assert message["Body"] == "ü" * 100_000
    client("sns").create_topic(Name="whole")


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"kind": "slow"}, "kind is 'slow'; write one of: throttle, error, latency, drop"),
        ({"kind": "error", "service": "qsq"}, "service is 'qsq'; write its name as the AWS CLI has it"),
        ({"kind": "error", "operation": "SendMessage"}, "'SendMessage' of no service"),
        ({"kind": "error", "service": "sqs", "operation": "sendMessage"}, "no operation 'sendMessage'"),
        ({"kind": "error", "rate": 0}, "rate is 0; write a share of the calls"),
        ({"kind": "error", "rate": float("nan")}, "rate is nan"),
        ({"kind": "error", "seed": 0.5}, "seed is 0.5; write a whole number"),
        ({"kind": "latency", "ms": -1}, "ms is -1; write whole milliseconds"),
        ({"kind": "latency"}, "a latency needs it"),
        ({"kind": "drop", "ms": 3}, "nothing else takes it"),
        ({"kind": "drop", "share": 3}, "an object of some of: kind, service, operation, rate, seed, ms"),
    ],
)
def test_what_is_no_fault_is_refused(bench, wanted, message):
    with pytest.raises(LocalAwsError, match=message.replace("(", r"\(")) as refused:
        running.set_fault(bench, **wanted)
    assert "local_aws fault" in refused.value.next_step
    assert running.faults(bench) == []


def test_a_reset_takes_faults_back(bench, fault):
    fault(kind="drop", service="sqs")
    running.reset(bench)
    assert running.faults(bench) == []
