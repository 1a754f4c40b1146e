# What the local AWS refuses, each in the words that local_aws/types.toml tells.

data "aws_caller_identity" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  policy = jsonencode({
    Name    = "refused"
    Version = "2021-06-01"
    Statement = [
      { Sid = "audit", DataIdentifier = [], Operation = { Audit = { FindingsDestination = {} } } },
      { Sid = "mask", DataIdentifier = [], Operation = { Deidentify = { MaskConfig = {} } } },
    ]
  })
}

resource "aws_cloudwatch_log_group" "this" {
  name = "/refused"
}

resource "aws_cloudwatch_log_data_protection_policy" "this" {
  log_group_name  = aws_cloudwatch_log_group.this.name
  policy_document = local.policy
}

resource "aws_cloudwatch_log_account_policy" "this" {
  policy_name     = "refused"
  policy_type     = "DATA_PROTECTION_POLICY"
  policy_document = local.policy
}

resource "aws_cloudwatch_log_index_policy" "this" {
  log_group_name  = aws_cloudwatch_log_group.this.name
  policy_document = jsonencode({ Fields = ["requestId"] })
}

resource "aws_cloudwatch_log_anomaly_detector" "this" {
  detector_name        = "refused"
  log_group_arn_list   = [aws_cloudwatch_log_group.this.arn]
  evaluation_frequency = "TEN_MIN"
  enabled              = true
}

resource "aws_computeoptimizer_enrollment_status" "this" {
  status = "Active"
}

resource "aws_ebs_snapshot_block_public_access" "this" {
  state = "block-all-sharing"
}

resource "aws_ec2_instance_metadata_defaults" "this" {
  http_tokens = "required"
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "BASIC"
}

resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = "eu-central-1"
        registry_id = local.account
      }
    }
  }
}

resource "aws_ecr_pull_through_cache_rule" "this" {
  ecr_repository_prefix = "refused"
  upstream_registry_url = "public.ecr.aws"
}

resource "aws_s3_account_public_access_block" "this" {
  block_public_acls = true
}

resource "aws_s3_bucket" "this" {
  bucket = "refused"
}

resource "aws_s3_access_point" "this" {
  bucket = aws_s3_bucket.this.id
  name   = "refused"
}

resource "aws_budgets_budget" "this" {
  name         = "refused"
  budget_type  = "COST"
  limit_amount = "1"
  limit_unit   = "USD"
  time_unit    = "MONTHLY"
}

resource "aws_budgets_budget_action" "this" {
  budget_name        = aws_budgets_budget.this.name
  action_type        = "APPLY_IAM_POLICY"
  approval_model     = "MANUAL"
  notification_type  = "ACTUAL"
  execution_role_arn = "arn:aws:iam::${local.account}:role/refused"

  action_threshold {
    action_threshold_type  = "PERCENTAGE"
    action_threshold_value = 100
  }

  definition {
    iam_action_definition {
      policy_arn = "arn:aws:iam::${local.account}:policy/refused"
      roles      = ["refused"]
    }
  }

  subscriber {
    subscription_type = "EMAIL"
    address           = "costs@example.com"
  }
}
