data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  name = "${var.name}${var.fifo == null ? "" : ".fifo"}"

  # Built from the name, so that the topic's policy is set as the topic is made.
  arn_suffix = "${data.aws_region.this.id}:${data.aws_caller_identity.this.account_id}"
  arn        = "arn:${data.aws_partition.this.partition}:sns:${local.arn_suffix}:${local.name}"
  log_role   = one(aws_iam_role.logs[*].arn)

  caller_resources = { for sid in keys(local.callers) : sid => [local.arn] }
}

resource "aws_sns_topic" "this" {
  name = local.name
  archive_policy = (
    try(var.fifo.archive_days, null) == null ? null :
    jsonencode({ MessageRetentionPeriod = tostring(var.fifo.archive_days) })
  )
  content_based_deduplication = try(var.fifo.content_based_deduplication, null)
  fifo_throughput_scope       = var.fifo == null ? null : var.fifo.high_throughput ? "MessageGroup" : "Topic"
  fifo_topic                  = var.fifo != null
  kms_master_key_id           = try(var.kms_key.arn, "alias/aws/sns")
  policy                      = data.aws_iam_policy_document.topic.json

  http_failure_feedback_role_arn      = local.log_role
  http_success_feedback_role_arn      = local.log_role
  http_success_feedback_sample_rate   = try(var.delivery_logs.success_percent, null)
  lambda_failure_feedback_role_arn    = local.log_role
  lambda_success_feedback_role_arn    = local.log_role
  lambda_success_feedback_sample_rate = try(var.delivery_logs.success_percent, null)
  sqs_failure_feedback_role_arn       = local.log_role
  sqs_success_feedback_role_arn       = local.log_role
  sqs_success_feedback_sample_rate    = try(var.delivery_logs.success_percent, null)

  tags = var.tags
}

# A topic's policy takes SNS's actions one by one, no "sns:*".
# https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
data "aws_iam_policy_document" "topic" {
  source_policy_documents = [data.aws_iam_policy_document.callers.json]

  statement {
    sid       = "OnlyEncryptedTransport"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [local.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  dynamic "statement" {
    for_each = var.publishers

    content {
      sid       = "Publisher${replace(title(statement.key), "/[^a-zA-Z0-9]/", "")}"
      actions   = ["sns:Publish"]
      resources = [local.arn]

      principals {
        type        = "Service"
        identifiers = ["${statement.value.service}.amazonaws.com"]
      }

      # EventBridge says neither for whom nor for which rule it publishes: a condition would shut it out.
      # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
      dynamic "condition" {
        for_each = statement.value.service == "events" ? [] : [data.aws_caller_identity.this.account_id]

        content {
          test     = "StringEquals"
          variable = "aws:SourceAccount"
          values   = [condition.value]
        }
      }

      dynamic "condition" {
        for_each = statement.value.source_arn == null ? [] : [statement.value.source_arn]

        content {
          test     = "ArnLike"
          variable = "aws:SourceArn"
          values   = [condition.value]
        }
      }
    }
  }
}
