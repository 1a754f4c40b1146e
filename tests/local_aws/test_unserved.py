"""What the local AWS does not serve is refused at once, in the service's protocol, counted and shown."""

import json
import subprocess

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.conftest import start
from tooling import emulator
from tooling.paths import CACHE, ROOT

PYTHON = CACHE / "venvs" / "local-aws" / "bin" / "python"


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    directory = tmp_path_factory.mktemp("unserved")
    yield start(directory)
    emulator.stop(directory)


# A service that no engine has; then calls that MiniStack, moto and a double of a whole service lack; one that
# MiniStack would take for another; and one that is no call of the double's in front of MiniStack.
CALLS = [
    ("lightsail", "get_instances", {}, "GetInstances"),
    ("sns", "list_origination_numbers", {}, "ListOriginationNumbers"),
    ("ec2", "describe_instance_topology", {}, "DescribeInstanceTopology"),
    ("backup", "list_legal_holds", {}, "ListLegalHolds"),
    ("s3", "get_bucket_metadata_configuration", {"Bucket": "any-bucket"}, "GetBucketMetadataConfiguration"),
    ("rds", "describe_reserved_db_instances", {}, "DescribeReservedDBInstances"),
]


@pytest.mark.parametrize(("service", "call", "request_", "operation"), CALLS)
def test_a_call_that_is_not_served_is_refused_at_once_and_counted(aws, service, call, request_, operation):
    before = emulator.not_served(aws.directory)
    with pytest.raises(ClientError) as refused:
        getattr(aws.client(service), call)(**request_)
    answer = refused.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert answer["ResponseMetadata"]["RetryAttempts"] == 0  # which would take minutes
    assert answer["Error"]["Code"] == "NotImplemented"
    assert answer["Error"]["Message"] == f"The local AWS has no {operation} of {service}."
    name = f"{service} {operation}"
    assert emulator.not_served(aws.directory) == {**before, name: before.get(name, 0) + 1}


def test_errors_of_aws_are_not_counted(aws):
    before = emulator.not_served(aws.directory)
    for service, call, request in (
        ("s3", "head_bucket", {"Bucket": "absent-bucket"}),
        ("sqs", "get_queue_url", {"QueueName": "absent"}),
        ("ec2", "describe_vpcs", {"VpcIds": ["vpc-00000000"]}),
        ("eks", "describe_cluster", {"name": "absent"}),
    ):
        with pytest.raises(ClientError) as refused:
            getattr(aws.client(service), call)(**request)
        assert refused.value.response["Error"]["Code"] != "NotImplemented"
    assert emulator.not_served(aws.directory) == before


def test_a_part_of_a_bucket_is_not_taken_for_the_bucket(aws):
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="kept-whole", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    with pytest.raises(ClientError, match="NotImplemented"):
        s3.delete_bucket_metadata_configuration(Bucket="kept-whole")
    s3.head_bucket(Bucket="kept-whole")
    s3.delete_bucket(Bucket="kept-whole")


def test_status_shows_them_and_a_reset_forgets_them(aws):
    with pytest.raises(ClientError):
        aws.client("lightsail").get_instances()
    assert status(aws, "--json")["not_served"]["lightsail GetInstances"] >= 1
    printed = status(aws)
    assert "It was asked for what it does not serve: " in printed and "lightsail GetInstances (" in printed
    assert printed.splitlines() == emulator.summary(aws.directory).splitlines()
    emulator.reset(aws.directory)
    assert status(aws, "--json")["not_served"] == {}
    assert status(aws).strip() == f"The local AWS answers at {aws.url}"


def status(aws, *options):
    command = [PYTHON, "-m", "local_aws", "status", "--directory", aws.directory, *options]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return json.loads(shown) if options else shown


def test_a_service_without_a_room_is_answered_by_the_engine_that_has_it(aws):
    code = aws.client("codecommit")
    code.create_repository(repositoryName="kept", repositoryDescription="of moto")
    assert [each for each in emulator.inventory(aws.directory) if each.startswith("codecommit/")]
    code.delete_repository(repositoryName="kept")
    assert not [each for each in emulator.inventory(aws.directory) if each.startswith("codecommit/")]
