"""Credentials that are wrong: each service says so in its own words."""

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.local_aws.checks import document, name

pytestmark = pytest.mark.capability("use.strict", "behaves")

CALLS = {
    "dynamodb": ("list_tables", "InvalidSignatureException", 400),
    "ec2": ("describe_vpcs", "AuthFailure", 401),
    "ecs": ("list_clusters", "InvalidSignatureException", 400),
    "elbv2": ("describe_load_balancers", "SignatureDoesNotMatch", 403),
    "sqs": ("list_queues", "SignatureDoesNotMatch", 403),
}


@pytest.mark.parametrize("service", CALLS)
def test_a_wrong_secret_is_refused_in_the_words_of_the_service(corrected, service):
    iam, who = corrected.client("iam"), name()
    iam.create_user(UserName=who)
    rights = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    iam.put_user_policy(UserName=who, PolicyName="all", PolicyDocument=document(rights))
    key = iam.create_access_key(UserName=who)["AccessKey"]

    def call(secret):
        client = boto3.client(
            service,
            endpoint_url=corrected.url,
            region_name="eu-west-1",
            aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=secret,
        )
        return getattr(client, operation)()

    operation, code, status = CALLS[service]
    assert call(key["SecretAccessKey"])
    with pytest.raises(ClientError) as refused:
        call("guessed")
    answer = refused.value.response
    assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)
