"""Who may use a key: by its policy, by its grants, and in the state that it is in."""

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.checks import ACCOUNT, document, name, refused_as, user

pytestmark = pytest.mark.capability("use.strict", "behaves")

OF_ACCOUNT = {
    "Sid": "Account",
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "Action": "kms:*",
    "Resource": "*",
}
OTHER = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
RIGHTS = {"Effect": "Allow", "Action": ["kms:Encrypt", "kms:Decrypt"], "Resource": "*"}
REFUSED = "AccessDeniedException"


def attempt(kms, key, **context):
    """The error of an encryption; none when it is done."""
    try:
        kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=context)
    except ClientError as refused:
        return refused.response["Error"]["Code"]
    return None


def key_with(corrected, *statements):
    admin = corrected.client("kms")
    return admin.create_key(Policy=document(OF_ACCOUNT, *statements))["KeyMetadata"]["Arn"]


def test_the_account_hands_a_key_to_its_users_by_the_key_policy_and_their_own(corrected):
    kms = corrected.client("kms")
    some, none = user(corrected, name(), RIGHTS)("kms"), user(corrected, name(), OTHER)("kms")
    key = key_with(corrected)
    assert (attempt(some, key), attempt(none, key)) == (None, REFUSED)
    of_a_role = {**OF_ACCOUNT, "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/any"}}
    kms.put_key_policy(KeyId=key, Policy=document(of_a_role), BypassPolicyLockoutSafetyCheck=True)
    assert attempt(some, key) == REFUSED


def test_a_key_policy_names_a_user_and_denies_another(corrected):
    one, other = name(), name()
    clients = [user(corrected, one, OTHER)("kms"), user(corrected, other, RIGHTS)("kms")]
    statement = {"Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*"}
    arn = f"arn:aws:iam::{ACCOUNT}:user/"
    key = key_with(
        corrected,
        {**statement, "Principal": {"AWS": arn + one}},
        {**statement, "Effect": "Deny", "Principal": {"AWS": arn + other}},
    )
    assert [attempt(each, key) for each in clients] == [None, REFUSED]


def test_a_grant_allows_its_operations_under_its_constraints(corrected):
    who = name()
    kms, admin = user(corrected, who, OTHER)("kms"), corrected.client("kms")
    key = key_with(corrected)
    assert attempt(kms, key) == REFUSED
    grant = admin.create_grant(
        KeyId=key,
        GranteePrincipal=f"arn:aws:iam::{ACCOUNT}:user/{who}",
        Operations=["Encrypt", "DescribeKey"],
        Constraints={"EncryptionContextEquals": {"of": "orders"}},
    )
    assert attempt(kms, key, of="orders") is None
    assert attempt(kms, key, of="orders", more="x") == REFUSED
    assert attempt(kms, key) == REFUSED
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["Arn"] == key
    cipher = admin.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"of": "orders"})["CiphertextBlob"]
    with pytest.raises(ClientError, match=REFUSED):
        kms.decrypt(CiphertextBlob=cipher, EncryptionContext={"of": "orders"})
    admin.revoke_grant(KeyId=key, GrantId=grant["GrantId"])
    assert attempt(kms, key, of="orders") == REFUSED


def test_a_denial_says_which_statement_is_missing(corrected):
    who = name()
    attempt(user(corrected, who, OTHER)("kms"), key_with(corrected))
    found = [each for each in corrected.denials() if each["principal"].endswith(f"user/{who}")]
    assert [each["action"] for each in found] == ["kms:Encrypt"]
    assert found[0]["missing"]["Action"] == "kms:Encrypt"


# --- Who writes to encrypted queues, topics, streams and buckets, or reads from them, is asked for their key


def of_queue(aws, key):
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName=name(), Attributes={"KmsMasterKeyId": key})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="m")
    return {
        "write": lambda client: client("sqs").send_message(QueueUrl=url, MessageBody="m"),
        "read": lambda client: client("sqs").receive_message(QueueUrl=url),
    }


def of_topic(aws, key):
    topic = aws.client("sns").create_topic(Name=name(), Attributes={"KmsMasterKeyId": key})["TopicArn"]
    return {"write": lambda client: client("sns").publish(TopicArn=topic, Message="m")}


def of_stream(aws, key):
    kinesis, stream = aws.client("kinesis"), name()
    kinesis.create_stream(StreamName=stream, ShardCount=1)
    kinesis.start_stream_encryption(StreamName=stream, EncryptionType="KMS", KeyId=key)
    shard = {"StreamName": stream, "ShardId": "shardId-000000000000", "ShardIteratorType": "LATEST"}
    at = kinesis.get_shard_iterator(**shard)["ShardIterator"]
    record = {"StreamName": stream, "Data": b"x", "PartitionKey": "p"}
    return {
        "write": lambda client: client("kinesis").put_record(**record),
        "read": lambda client: client("kinesis").get_records(ShardIterator=at),
    }


def of_bucket(aws, key):
    s3, bucket = aws.client("s3"), name()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    rules = [{"ApplyServerSideEncryptionByDefault": default}]
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": rules})
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    return {
        "write": lambda client: client("s3").put_object(Bucket=bucket, Key="new", Body=b"x"),
        "read": lambda client: client("s3").get_object(Bucket=bucket, Key="k"),
        "copy": lambda client: client("s3").copy_object(Bucket=bucket, Key="c", CopySource=f"{bucket}/k"),
    }


DENIED = {
    of_queue: "KMS.AccessDeniedException",
    of_topic: "KMSAccessDenied",
    of_stream: "KMSAccessDeniedException",
    of_bucket: "AccessDenied",
}
SERVICES = {of_queue: "sqs", of_topic: "sns", of_stream: "kinesis", of_bucket: "s3"}
NEEDS = {
    of_queue: {"write": {"GenerateDataKey", "Decrypt"}, "read": {"Decrypt"}},
    of_topic: {"write": {"GenerateDataKey", "Decrypt"}},
    of_stream: {"write": {"GenerateDataKey"}, "read": {"Decrypt"}},
    of_bucket: {"write": {"GenerateDataKey"}, "read": {"Decrypt"}, "copy": {"GenerateDataKey", "Decrypt"}},
}


@pytest.mark.parametrize("make", DENIED)
def test_callers_need_the_key_of_what_they_use_and_may_have_it_through_the_service_only(corrected, make):
    key = key_with(corrected)
    calls, service = make(corrected, key), SERVICES[make]
    all_of_service = {"Effect": "Allow", "Action": f"{service}:*", "Resource": "*"}

    def who_may(operations, through):
        via = {"StringEquals": {"kms:ViaService": f"{through}.eu-west-1.amazonaws.com"}}
        some = [f"kms:{each}" for each in sorted(operations)] or ["kms:ListKeys"]
        rights = {"Effect": "Allow", "Action": some, "Resource": key, "Condition": via}
        return user(corrected, name(), all_of_service, rights)

    for kind, call in calls.items():
        needs = NEEDS[make][kind]
        call(who_may(needs, service))
        for less in (needs - {each} for each in needs):
            assert refused_as(call, client=who_may(less, service)) == DENIED[make]
        assert refused_as(call, client=who_may(needs, "ec2")) == DENIED[make]


@pytest.mark.parametrize("make", DENIED)
def test_nobody_uses_what_a_key_pending_deletion_encrypts(corrected, make):
    kms, key = corrected.client("kms"), key_with(corrected)
    calls = make(corrected, key)
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    for call in calls.values():
        assert "InvalidState" in refused_as(call, client=corrected.client)
    kms.cancel_key_deletion(KeyId=key)
    kms.enable_key(KeyId=key)
    for call in calls.values():
        call(corrected.client)


def test_a_key_policy_may_name_what_is_encrypted(corrected):
    of = {"ArnLike": {"kms:EncryptionContext:aws:sqs:arn": f"arn:aws:sqs:eu-west-1:{ACCOUNT}:t-*"}}
    only = {**OF_ACCOUNT, "Sid": "Use", "Effect": "Deny", "Action": "kms:Decrypt"}
    other = {"ArnNotLike": of["ArnLike"]}
    key = key_with(corrected, {**only, "Principal": "*", "Condition": other})
    of_queue(corrected, key)["read"](corrected.client)
    with pytest.raises(ClientError, match=r"KMS\.AccessDenied"):
        sqs = corrected.client("sqs")
        attributes = {"KmsMasterKeyId": key}
        url = sqs.create_queue(QueueName=f"other-{name()}", Attributes=attributes)["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="m")
