data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account      = data.aws_caller_identity.this.account_id
  organization = var.organization != null
  partition    = data.aws_partition.this.partition

  # The services name the resource or the account that they write for; the trail's name is known, its ARN not yet.
  trail_arn = "arn:${local.partition}:cloudtrail:${data.aws_region.this.id}:${local.account}:trail/${var.name}"

  bucket_name = var.bucket == null ? aws_s3_bucket.this[0].id : var.bucket.name
}

# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html
resource "aws_cloudtrail" "this" {
  #checkov:skip=CKV_AWS_252: findings notify, every file that is delivered does not
  #checkov:skip=CKV_AWS_35: without a key of the caller's, the bucket's encryption holds
  #checkov:skip=CKV2_AWS_10: logs in CloudWatch are asked for with `log`
  name                          = var.name
  cloud_watch_logs_group_arn    = var.log == null ? null : "${aws_cloudwatch_log_group.trail[0].arn}:*"
  cloud_watch_logs_role_arn     = one(aws_iam_role.trail[*].arn)
  enable_log_file_validation    = true
  include_global_service_events = true
  is_multi_region_trail         = true
  is_organization_trail         = local.organization
  kms_key_id                    = try(var.kms_key.arn, null)
  s3_bucket_name                = local.bucket_name

  advanced_event_selector {
    name = "Management"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }

  # Who read which object: $0.10 for 100,000 of them.
  dynamic "advanced_event_selector" {
    for_each = var.data_events

    content {
      name = advanced_event_selector.key

      field_selector {
        field  = "eventCategory"
        equals = ["Data"]
      }

      field_selector {
        field  = "resources.type"
        equals = [advanced_event_selector.value.type]
      }

      field_selector {
        field       = "resources.ARN"
        starts_with = advanced_event_selector.value.arns
      }
    }
  }

  tags = var.tags

  depends_on = [aws_iam_role_policy.trail, aws_s3_bucket_policy.this]
}

resource "aws_cloudwatch_log_group" "trail" {
  #checkov:skip=CKV_AWS_158: the key is the caller's
  #checkov:skip=CKV_AWS_338: how long they stay is the caller's
  count = var.log == null ? 0 : 1

  name              = "/aws/cloudtrail/${var.name}"
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}

resource "aws_iam_role" "trail" {
  count = var.log == null ? 0 : 1

  name_prefix          = "${substr(var.name, 0, 31)}-trail-"
  assume_role_policy   = data.aws_iam_policy_document.trail_trust.json
  description          = "Writes the trail ${var.name} to CloudWatch Logs."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "trail" {
  count = var.log == null ? 0 : 1

  name   = "logs"
  policy = data.aws_iam_policy_document.trail.json
  role   = aws_iam_role.trail[0].name
}

data "aws_iam_policy_document" "trail_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "trail" {
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [for arn in aws_cloudwatch_log_group.trail[*].arn : "${arn}:log-stream:*"]
  }
}
