"""The gallery is destroyed, and nothing of it is left. Together with its apply this is what `apply` means."""

import pytest

from tooling import emulator

PROVEN = (
    "compute.container-registry",
    "compute.ecs-cluster",
    "compute.ecs-service",
    "compute.fargate",
    "data.dax",
    "data.dynamodb",
    "data.dynamodb-global",
    "data.elasticache",
    "data.s3",
    "messaging.eventbridge",
    "messaging.mq",
    "messaging.sns",
    "messaging.sqs",
    "network.acls",
    "network.alb",
    "network.endpoints",
    "network.flow-logs",
    "network.vpc",
    "security.kms",
    "serverless.event-sources",
    "serverless.lambda",
    "serverless.rest-api",
    "use.smoke",
)
pytestmark = [pytest.mark.capability(identifier, "apply") for identifier in PROVEN]


def test_destroy_leaves_nothing_behind(gallery, local):
    assert gallery.second_plan == []
    folder = gallery.terraform.journal.folder
    gallery.terraform.plan(folder / "destroy", destroy=True)
    gallery.terraform.apply(folder / "destroy")

    assert gallery.terraform.state_list() == []
    if local.embedded:
        # A key is never gone at once: AWS deletes it after its waiting time. The provider leaves the
        # configurations of brokers, which could not be deleted when it was written.
        kept = ("kms/", "mq/configs/")
        left = [resource for resource in emulator.inventory(local.url) if not resource.startswith(kept)]
        assert left == []
        states = [
            local.client("kms").describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"]
            for key in local.client("kms").list_keys()["Keys"]
        ]
        assert set(states) <= {"PendingDeletion"}
