"""The buckets of the gallery, through S3's API and with presigned addresses."""

import json
import time
import urllib.error
import urllib.request

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.smoke.sessions import Sessions

pytestmark = pytest.mark.capability("data.s3", "behaves")


@pytest.fixture
def s3(local):
    return local.client("s3")


@pytest.fixture
def example(gallery):
    return gallery["s3_bucket_complete"]


@pytest.fixture
def name(example):
    return example["bucket"]["name"]


@pytest.fixture
def presign(local, name):
    signer = boto3.client(
        "s3",
        endpoint_url=local.url,
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )

    def address(operation, key, seconds=60):
        return signer.generate_presigned_url(operation, {"Bucket": name, "Key": key}, ExpiresIn=seconds)

    return address


@pytest.fixture
def told(local):
    """Takes what S3 wrote to a queue: the events' names and keys."""
    sqs = local.client("sqs")

    def events(queue):
        messages = sqs.receive_message(QueueUrl=queue["url"], WaitTimeSeconds=1, MaxNumberOfMessages=10)
        found = []
        for message in messages.get("Messages", []):
            sqs.delete_message(QueueUrl=queue["url"], ReceiptHandle=message["ReceiptHandle"])
            # On setting a notification S3 writes a test event, which has no records.
            for record in json.loads(message["Body"]).get("Records", []):
                found.append((record["eventName"], record["s3"]["object"]["key"]))
        return found

    return events


def request(method, address, body=None):
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, body, method=method), timeout=10
        ) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def test_presigned_addresses_take_and_give_an_object(presign):
    assert request("PUT", presign("put_object", "photo"), b"bytes")[0] == 200
    assert request("GET", presign("get_object", "photo")) == (200, b"bytes")


def test_a_presigned_address_is_for_its_key_and_its_method_only(s3, name, presign):
    s3.put_object(Bucket=name, Key="secret", Body=b"not for you")
    address = presign("get_object", "photo")
    status, body = request("GET", address.replace("/photo?", "/secret?"))
    assert status == 403 and b"SignatureDoesNotMatch" in body and b"not for you" not in body
    assert request("PUT", address, b"mine")[0] == 403


def test_a_presigned_address_expires(presign):
    address = presign("get_object", "photo", seconds=1)
    time.sleep(2)
    status, body = request("GET", address)
    assert status == 403 and b"Request has expired" in body


def test_presigned_grants_are_for_presigned_requests_of_that_age_only(example):
    (statement, _) = example["bucket"]["grants"]["presign_read"]
    assert statement["actions"] == ["s3:GetObject"]
    assert {each["variable"]: each["values"] for each in statement["conditions"]} == {
        "s3:authType": ["REST-QUERY-STRING"],
        "s3:signatureAge": ["300000"],
    }


def test_a_queue_hears_of_the_objects_it_asked_for_and_not_of_the_near_miss(
    s3, name, example, told, eventually
):
    for key in ("images/cat.jpg", "photos/cat.png", "images/cat.png"):
        s3.put_object(Bucket=name, Key=key, Body=b"cat")
    found = eventually(lambda: told(example["queues"]["images"]))
    assert found == [("ObjectCreated:Put", "images/cat.png")]
    assert told(example["queues"]["images"]) == []


def test_a_topic_hears_of_what_is_removed(s3, name, example, told, eventually):
    s3.put_object(Bucket=name, Key="gone", Body=b"gone")
    s3.delete_object(Bucket=name, Key="gone")
    found = eventually(lambda: told(example["queues"]["audit"]))
    assert found == [("ObjectRemoved:DeleteMarkerCreated", "gone")]


def test_a_function_hears_of_its_prefix(local, s3, name, example, eventually):
    def calls():
        found = local.client("logs").filter_log_events(
            logGroupName=example["worker"]["log_group_name"], filterPattern="REPORT"
        )
        return len(found["events"])

    before = calls()
    s3.put_object(Bucket=name, Key="invoices/1.pdf", Body=b"invoice")
    eventually(lambda: calls() > before)


def test_an_overwritten_or_deleted_object_can_be_brought_back_until_its_version_is_deleted(s3, gallery):
    bucket = gallery["s3_bucket_minimal"]["bucket"]["name"]
    first = s3.put_object(Bucket=bucket, Key="note", Body=b"first")["VersionId"]
    s3.put_object(Bucket=bucket, Key="note", Body=b"second")
    marker = s3.delete_object(Bucket=bucket, Key="note")["VersionId"]
    with pytest.raises(ClientError, match="NoSuchKey"):
        s3.get_object(Bucket=bucket, Key="note")
    assert s3.get_object(Bucket=bucket, Key="note", VersionId=first)["Body"].read() == b"first"

    s3.delete_object(Bucket=bucket, Key="note", VersionId=marker)
    assert s3.get_object(Bucket=bucket, Key="note")["Body"].read() == b"second"

    s3.delete_object(Bucket=bucket, Key="note", VersionId=first)
    with pytest.raises(ClientError, match="NoSuchVersion"):
        s3.get_object(Bucket=bucket, Key="note", VersionId=first)


def test_an_object_is_encrypted_and_copied(s3, name, example, eventually):
    s3.put_object(Bucket=name, Key="copied", Body=b"twice")
    source = eventually(
        lambda: (
            (found := s3.head_object(Bucket=name, Key="copied")).get("ReplicationStatus") == "COMPLETED"
            and found
        )
    )
    assert source["ServerSideEncryption"] == "aws:kms" and ":key/" in source["SSEKMSKeyId"]
    copy = s3.get_object(Bucket=example["copy"]["name"], Key="copied")
    assert copy["Body"].read() == b"twice"
    assert (copy["ReplicationStatus"], copy["StorageClass"]) == ("REPLICA", "STANDARD_IA")


def test_a_locked_version_cannot_be_deleted_but_by_who_may_bypass_that(s3, example):
    bucket = example["copy"]["name"]
    version = s3.put_object(Bucket=bucket, Key="kept", Body=b"kept")["VersionId"]
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=bucket, Key="kept", VersionId=version)
    assert s3.head_object(Bucket=bucket, Key="kept")["ObjectLockMode"] == "GOVERNANCE"
    s3.delete_object(Bucket=bucket, Key="kept", VersionId=version, BypassGovernanceRetention=True)
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket, Prefix="kept")


def test_only_pages_of_the_shop_may_send(s3, name):
    (rule,) = s3.get_bucket_cors(Bucket=name)["CORSRules"]
    assert (rule["AllowedOrigins"], rule["AllowedMethods"]) == (["https://shop.example.com"], ["GET", "PUT"])
    assert (rule["AllowedHeaders"], rule["ExposeHeaders"]) == (["content-type"], ["etag"])


def test_objects_age_as_told(s3, name):
    rules = {rule["ID"]: rule for rule in s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]}
    assert {rule["Status"] for rule in rules.values()} == {"Enabled"}
    assert rules["archive"]["Filter"] == {"Prefix": "invoices/"}
    assert {each["StorageClass"]: each["Days"] for each in rules["archive"]["Transitions"]} == {
        "STANDARD_IA": 30,
        "GLACIER_IR": 120,
    }
    assert rules["photos"]["Transitions"] == [{"Days": 0, "StorageClass": "INTELLIGENT_TIERING"}]
    assert rules["scratch"]["Expiration"]["Days"] == 1
    assert rules["tidy-up"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}
    assert rules["tidy-up"]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}


def test_what_nobody_reads_is_archived(s3, name):
    archive = s3.get_bucket_intelligent_tiering_configuration(Bucket=name, Id="photos")
    found = archive["IntelligentTieringConfiguration"]
    assert (found["Status"], found["Filter"]) == ("Enabled", {"Prefix": "photos/"})
    days = {tier["AccessTier"]: tier["Days"] for tier in found["Tierings"]}
    assert days == {"ARCHIVE_ACCESS": 90, "DEEP_ARCHIVE_ACCESS": 180}


def test_lists_of_the_objects_are_ordered(s3, name, example):
    def listed(inventory):
        found = s3.get_bucket_inventory_configuration(Bucket=name, Id=inventory)["InventoryConfiguration"]
        return found, found["Destination"]["S3BucketDestination"]

    everything, destination = listed("all")
    assert everything["IsEnabled"] and everything["IncludedObjectVersions"] == "All"
    assert everything["Schedule"] == {"Frequency": "Weekly"} and "Filter" not in everything
    assert (destination["Bucket"], destination["Format"]) == (example["logs"]["arn"], "Parquet")
    assert "Encryption" not in destination

    photos, destination = listed("photos")
    assert (photos["Filter"], photos["IncludedObjectVersions"]) == ({"Prefix": "photos/"}, "Current")
    assert (photos["Schedule"], destination["Format"]) == ({"Frequency": "Daily"}, "CSV")
    assert sorted(photos["OptionalFields"]) == ["IntelligentTieringAccessTier", "Size"]
    assert ":key/" in destination["Encryption"]["SSEKMS"]["KeyId"]


def test_a_bucket_is_private_and_lets_in_only_whom_it_names(s3, name, example):
    block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True}
    policy = json.loads(s3.get_bucket_policy(Bucket=example["logs"]["name"])["Policy"])
    *_, deny, allow, lists = policy["Statement"]
    assert deny["Effect"] == "Deny" and deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert allow["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert allow["Condition"]["ArnLike"] == {"aws:SourceArn": example["bucket"]["arn"]}
    assert lists["Principal"] == {"Service": "s3.amazonaws.com"}
    assert lists["Resource"] == f"{example['logs']['arn']}/inventory/*"
    logging = s3.get_bucket_logging(Bucket=name)["LoggingEnabled"]
    assert (logging["TargetBucket"], logging["TargetPrefix"]) == (example["logs"]["name"], f"{name}/")
    assert "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket=name)


def test_another_account_reads_below_its_prefix_and_does_no_more(local, s3, example):
    bucket = example["logs"]["name"]
    for key in ("inventory/list", "access/log"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    sessions = Sessions(local.url)
    auditors, stranger = (
        sessions.client("s3", (account, "test", None)) for account in ("111122223333", "444455556666")
    )
    assert auditors.get_object(Bucket=bucket, Key="inventory/list")["Body"].read() == b"x"
    assert auditors.list_objects_v2(Bucket=bucket)["KeyCount"]
    for call, request in (
        (auditors.get_object, {"Key": "access/log"}),
        (auditors.put_object, {"Key": "inventory/list", "Body": b"y"}),
        (stranger.get_object, {"Key": "inventory/list"}),
        (stranger.list_objects_v2, {}),
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            call(Bucket=bucket, **request)
    statements = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    (old_tls,) = [each for each in statements if each["Sid"] == "CallerOldtls"]
    assert (old_tls["Effect"], old_tls["Action"]) == ("Deny", "s3:*")
    assert old_tls["Condition"] == {"NumericLessThan": {"s3:TlsVersion": "1.2"}}
