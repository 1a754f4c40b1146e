"""Callers of other accounts and of an organization, who need a policy of the resource that lets them in."""

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.checks import ACCOUNT, account_client, document, name

pytestmark = pytest.mark.capability("use.strict", "behaves")


def let_in(resource, *actions, **statement):
    return document({"Effect": "Allow", "Action": list(actions), "Resource": resource, **statement})


@pytest.fixture
def organization(corrected):
    """An organization, its id and a member account of it."""
    client = corrected.client("organizations")
    identifier = client.create_organization(FeatureSet="ALL")["Organization"]["Id"]
    made = client.create_account(AccountName="orders", Email="orders@example.com")["CreateAccountStatus"]
    yield identifier, made["AccountId"]
    client.remove_account_from_organization(AccountId=made["AccountId"])
    client.delete_organization()


def refused(call, **request):
    with pytest.raises(ClientError) as error:
        call(**request)
    return error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_an_account_may_what_the_policy_of_a_bucket_says_below_its_prefix(corrected):
    s3, bucket = corrected.client("s3"), name()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for key in ("public/a", "private/a"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    partner = account_client(corrected, "s3", "111122223333")
    assert refused(partner.get_object, Bucket=bucket, Key="public/a")
    who = {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}
    s3.put_bucket_policy(
        Bucket=bucket, Policy=let_in(f"arn:aws:s3:::{bucket}/public/*", "s3:GetObject", **who)
    )
    assert partner.get_object(Bucket=bucket, Key="public/a")["Body"].read() == b"x"
    assert refused(partner.get_object, Bucket=bucket, Key="private/a")
    assert refused(partner.put_object, Bucket=bucket, Key="public/b", Body=b"x")
    stranger = account_client(corrected, "s3", "444455556666")
    assert refused(stranger.get_object, Bucket=bucket, Key="public/a")


def test_accounts_of_the_organization_are_let_in_and_others_are_not(corrected, organization):
    identifier, member = organization
    sqs, queue = corrected.client("sqs"), name()
    url = sqs.create_queue(QueueName=queue)["QueueUrl"]
    arn = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:{queue}"

    def of(organization_id):
        condition = {"StringEquals": {"aws:PrincipalOrgID": organization_id}}
        policy = let_in(arn, "sqs:SendMessage", Principal={"AWS": "*"}, Condition=condition)
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})

    of(identifier)
    sends = account_client(corrected, "sqs", member)
    assert sends.send_message(QueueUrl=url, MessageBody="x")["MessageId"]
    stranger = account_client(corrected, "sqs", "444455556666")
    assert refused(stranger.send_message, QueueUrl=url, MessageBody="x")
    of("o-a1b2c3d4e5")
    assert refused(sends.send_message, QueueUrl=url, MessageBody="x")
