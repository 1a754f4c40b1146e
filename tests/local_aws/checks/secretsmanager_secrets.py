"""Secrets Manager: whether a local AWS does as AWS does."""

from typing import Any

from tests.local_aws.checks import check, name


@check
def secrets_replicated_when_made(aws: Any) -> bool:
    here, there = (aws.client("secretsmanager", region) for region in ("eu-west-1", "eu-central-1"))
    secret = name()
    here.create_secret(Name=secret, SecretString="one", AddReplicaRegions=[{"Region": "eu-central-1"}])
    told = here.describe_secret(SecretId=secret).get("ReplicationStatus", [])
    here.put_secret_value(SecretId=secret, SecretString="two")
    return bool(
        [each["Region"] for each in told] == ["eu-central-1"]
        and there.get_secret_value(SecretId=secret)["SecretString"] == "two"
    )


@check
def secrets_leave_regions(aws: Any) -> bool:
    here, there = (aws.client("secretsmanager", region) for region in ("eu-west-1", "eu-central-1"))
    secret, region = name(), "eu-central-1"
    here.create_secret(Name=secret, SecretString="one")
    here.replicate_secret_to_regions(SecretId=secret, AddReplicaRegions=[{"Region": region}])
    here.remove_regions_from_replication(SecretId=secret, RemoveReplicaRegions=[region])
    try:
        there.describe_secret(SecretId=secret)
    except there.exceptions.ResourceNotFoundException:
        return not here.describe_secret(SecretId=secret).get("ReplicationStatus")
    return False
