"""Another team's repository uses two modules by git source and tag, with plain Terraform."""

from __future__ import annotations

import pytest

from tooling import emulator
from tooling.terraform import Terraform

ROOT = """
terraform {{
  required_version = ">= 1.11"
}}

provider "aws" {{
  region = "eu-west-1"
}}

module "orders" {{
  source = "git::file://{platform}//modules/data/dynamodb-table?ref=v9.9.9"

  name                = "consumer-orders"
  partition_key       = {{ name = "id" }}
  deletion_protection = false
}}

module "placed" {{
  source = "git::file://{platform}//modules/messaging/sqs-queue?ref=v9.9.9"

  name = "consumer-placed"
}}

output "url" {{
  value = module.placed.url
}}
"""


@pytest.mark.capability("use.consume", "apply")
def test_another_repository_uses_modules_by_source_and_tag(checkout, local, tmp_path):
    root = tmp_path / "orders"
    root.mkdir()
    (root / "main.tf").write_text(ROOT.format(platform=checkout.path))
    terraform = Terraform(root, local.target.variables(), runs=tmp_path / "runs")
    terraform.init()
    terraform.plan(tmp_path / "plan")
    terraform.apply(tmp_path / "plan")

    queue = terraform.outputs()["url"].value
    local.client("sqs").send_message(QueueUrl=queue, MessageBody="an order")
    local.client("dynamodb").put_item(TableName="consumer-orders", Item={"id": {"S": "1"}})
    assert terraform.plan(tmp_path / "again") is False

    terraform.plan(tmp_path / "destroy", destroy=True)
    terraform.apply(tmp_path / "destroy")
    assert terraform.state_list() == []
    if local.embedded:
        assert not [each for each in emulator.inventory(local.directory) if "consumer-" in each]
