"""The gallery is destroyed, and nothing of it is left. Together with its apply this is what `apply` means."""

import pytest

from tests.smoke.chapters import ACCOUNT_ROLE, STATES
from tooling import emulator

PROVEN = (
    "compute.container-registry",
    "compute.ec2-autoscaling",
    "compute.ecs-cluster",
    "compute.ecs-deployments",
    "compute.ecs-service",
    "compute.eks-cluster",
    "compute.fargate",
    "cost.budgets",
    "data.aurora",
    "data.dax",
    "data.dynamodb",
    "data.dynamodb-global",
    "data.elasticache",
    "data.rds",
    "data.s3",
    "discovery.cloud-map",
    "discovery.gateway-routing",
    "discovery.mesh",
    "discovery.parameters",
    "discovery.private-dns",
    "edge.cdn",
    "edge.global",
    "messaging.eventbridge",
    "messaging.kafka",
    "messaging.kinesis",
    "messaging.mq",
    "messaging.pipes",
    "messaging.sns",
    "messaging.sqs",
    "network.acls",
    "network.alb",
    "network.endpoints",
    "network.flow-logs",
    "network.nlb",
    "network.vpc",
    "ops.backup",
    "security.baseline",
    "security.kms",
    "security.waf",
    "serverless.event-sources",
    "serverless.graphql-api",
    "serverless.http-api",
    "serverless.lambda",
    "serverless.lambda-deployments",
    "serverless.rest-api",
    "serverless.shorthand",
    "serverless.state-machine",
    "serverless.websocket-api",
    "use.smoke",
)
pytestmark = [pytest.mark.capability(identifier, "apply") for identifier in PROVEN]


def test_destroy_leaves_nothing_behind(destroyed, local, record_property):
    for chapter in destroyed.chapters():
        assert chapter.second_plan == {}
        assert chapter.terraform.state_list() == []
    if local.embedded:
        record_property("doubles", emulator.doubles(local.directory))
        # A key is never gone at once: AWS deletes it after its waiting time. The provider leaves the
        # configurations of brokers, which could not be deleted when it was written. The record of a deleted
        # stack stays for 90 days.
        kept = ("cloudformation/", "kms/", "mq/configs/", f"iam/role/{ACCOUNT_ROLE}", f"s3/bucket/{STATES}")
        left = [resource for resource in emulator.inventory(local.directory) if not resource.startswith(kept)]
        assert left == []
        keys = [
            local.client("kms").describe_key(KeyId=key["KeyId"])["KeyMetadata"]
            for key in local.client("kms").list_keys()["Keys"]
        ]
        # AWS's own keys for services are made at their first use, and stay.
        own = {key["Description"]: key["KeyState"] for key in keys if key["KeyManager"] == "CUSTOMER"}
        assert set(own.values()) == {"PendingDeletion"}, own
