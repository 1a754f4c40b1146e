data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.id

  caller_resources = { for sid in keys(local.callers) : sid => ["*"] }

  use = [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ]
}

resource "aws_kms_key" "this" {
  description             = var.description
  deletion_window_in_days = var.deletion_window_days
  enable_key_rotation     = true
  multi_region            = var.multi_region
  policy                  = data.aws_iam_policy_document.key.json
  rotation_period_in_days = var.rotation_days

  tags = merge(var.tags, { Name = var.name })
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this.key_id
}

# In a key policy, resource "*" is the key itself.
# https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
data "aws_iam_policy_document" "key" {
  source_policy_documents = [data.aws_iam_policy_document.callers.json]

  # Without this statement IAM policies, and so grants, have no effect on the key, and no one can repair its policy.
  statement {
    sid       = "AccountDecidesByIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }

  dynamic "statement" {
    for_each = length(var.reader_accounts) > 0 ? [var.reader_accounts] : []

    content {
      sid       = "OtherAccountsDecrypt"
      actions   = ["kms:Decrypt", "kms:DescribeKey"]
      resources = ["*"]

      principals {
        type        = "AWS"
        identifiers = [for account in statement.value : "arn:${local.partition}:iam::${account}:root"]
      }
    }
  }

  dynamic "statement" {
    for_each = toset([
      for service in var.services : service if !contains(["cloudfront", "cloudtrail", "delivery.logs", "logs"], service)
    ])

    content {
      sid       = "Service${replace(title(statement.value), "-", "")}"
      actions   = local.use
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["${statement.value}.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [local.account]
      }
    }
  }

  # CloudFront names the distribution and no account when it reads from an encrypted bucket.
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
  dynamic "statement" {
    for_each = contains(var.services, "cloudfront") ? ["cloudfront"] : []

    content {
      sid       = "ServiceCloudfront"
      actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["cloudfront.amazonaws.com"]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = ["arn:${local.partition}:cloudfront::${local.account}:distribution/*"]
      }
    }
  }

  # CloudTrail names the trail, of any region.
  # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
  dynamic "statement" {
    for_each = contains(var.services, "cloudtrail") ? ["cloudtrail"] : []

    content {
      sid       = "ServiceCloudtrail"
      actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = ["arn:${local.partition}:cloudtrail:*:${local.account}:trail/*"]
      }
    }
  }

  # EventBridge names no account when it publishes to an encrypted topic, but SNS names the topic.
  # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
  dynamic "statement" {
    for_each = contains(var.services, "events") ? ["events"] : []

    content {
      sid       = "ServiceEventsToTopics"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["events.amazonaws.com"]
      }

      condition {
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:sns:topicArn"
        values   = ["arn:${local.partition}:sns:${local.region}:${local.account}:*"]
      }
    }
  }

  # CloudWatch Logs has a principal per region and names the log group in the encryption context.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
  dynamic "statement" {
    for_each = contains(var.services, "logs") ? ["logs"] : []

    content {
      sid       = "ServiceLogs"
      actions   = local.use
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["logs.${local.region}.amazonaws.com"]
      }

      condition {
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = ["arn:${local.partition}:logs:${local.region}:${local.account}:log-group:*"]
      }
    }
  }

  # What delivers the logs of state machines and pipes that the key encrypts.
  # https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
  dynamic "statement" {
    for_each = contains(var.services, "delivery.logs") ? ["delivery.logs"] : []

    content {
      sid       = "ServiceDeliveryLogs"
      actions   = local.use
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["delivery.logs.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "kms:EncryptionContext:SourceArn"
        values   = ["arn:${local.partition}:logs:${local.region}:${local.account}:*"]
      }
    }
  }

  # The same service delivers logs into encrypted buckets, and then names the delivery.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
  dynamic "statement" {
    for_each = contains(var.services, "delivery.logs") ? ["delivery.logs"] : []

    content {
      sid       = "ServiceDeliveryLogsToBuckets"
      actions   = local.use
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["delivery.logs.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [local.account]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = ["arn:${local.partition}:logs:*:${local.account}:*"]
      }
    }
  }
}
