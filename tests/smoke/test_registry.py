"""The container registries of the gallery, through ECR's API."""

import json

import pytest

pytestmark = pytest.mark.capability("compute.container-registry", "apply")


@pytest.fixture
def ecr(local):
    return local.client("ecr")


def test_a_tag_is_pushed_once(ecr, gallery):
    name = gallery["container_registry_complete"]["images"]["name"]

    def push(layer):
        manifest = {"schemaVersion": 2, "config": {"digest": f"sha256:{layer * 64}"}, "layers": []}
        ecr.put_image(repositoryName=name, imageManifest=json.dumps(manifest), imageTag="1.4.2")

    push("a")
    with pytest.raises(ecr.exceptions.ImageTagAlreadyExistsException):
        push("b")


def test_images_are_scanned_and_encrypted(ecr, gallery):
    names = [gallery[f"container_registry_{case}"]["images"]["name"] for case in ("minimal", "complete")]
    minimal, complete = (
        ecr.describe_repositories(repositoryNames=[name])["repositories"][0] for name in names
    )
    assert minimal["imageScanningConfiguration"]["scanOnPush"]
    assert minimal["imageTagMutability"] == "IMMUTABLE"
    assert complete["encryptionConfiguration"]["encryptionType"] == "KMS"


def test_old_images_are_forgotten(ecr, gallery):
    name = gallery["container_registry_complete"]["images"]["name"]
    policy = json.loads(ecr.get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"])
    counts = {rule["selection"]["tagStatus"]: rule["selection"]["countNumber"] for rule in policy["rules"]}
    assert counts == {"untagged": 1, "any": 30}


def test_the_named_accounts_pull_and_no_one_else(ecr, gallery):
    name = gallery["container_registry_complete"]["images"]["name"]
    policy = json.loads(ecr.get_repository_policy(repositoryName=name)["policyText"])
    accounts, functions = policy["Statement"]
    assert sorted(accounts["Principal"]["AWS"]) == [
        f"arn:aws:iam::{account}:root" for account in ("111111111111", "222222222222")
    ]
    assert functions["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert functions["Condition"]["StringEquals"]["aws:SourceAccount"] == "111111111111"
