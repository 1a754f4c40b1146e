data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  suffix            = var.fifo == null ? "" : ".fifo"
  name              = "${var.name}${local.suffix}"
  dead_letters_name = "${var.name}-dead-letters${local.suffix}"

  # Built from the names, so that each queue's policy is set as the queue is made: SQS takes up to a minute to settle
  # after each later change, and Terraform waits for it.
  arn_prefix       = "arn:${data.aws_partition.this.partition}:sqs:${data.aws_region.this.id}:${data.aws_caller_identity.this.account_id}"
  arn              = "${local.arn_prefix}:${local.name}"
  dead_letters_arn = "${local.arn_prefix}:${local.dead_letters_name}"
  caller_resources = { for sid in keys(local.callers) : sid => [local.arn] }

  fifo_scope = {
    deduplication = var.fifo == null ? null : var.fifo.high_throughput ? "messageGroup" : "queue"
    throughput    = var.fifo == null ? null : var.fifo.high_throughput ? "perMessageGroupId" : "perQueue"
  }
}

resource "aws_sqs_queue" "this" {
  name                        = local.name
  content_based_deduplication = try(var.fifo.content_based_deduplication, null)
  deduplication_scope         = local.fifo_scope.deduplication
  delay_seconds               = var.delay_seconds
  fifo_queue                  = var.fifo != null
  fifo_throughput_limit       = local.fifo_scope.throughput
  kms_master_key_id           = try(var.kms_key.arn, null)
  message_retention_seconds   = var.retention_days * 86400
  policy                      = var.senders == null ? null : data.aws_iam_policy_document.this["queue"].json
  receive_wait_time_seconds   = var.wait_seconds
  redrive_policy = one([
    for queue in aws_sqs_queue.dead_letters :
    jsonencode({ deadLetterTargetArn = queue.arn, maxReceiveCount = var.dead_letter.max_receives })
  ])
  sqs_managed_sse_enabled    = var.kms_key == null ? true : null
  visibility_timeout_seconds = var.visibility_timeout_seconds

  tags = var.tags
}

resource "aws_sqs_queue" "dead_letters" {
  count = var.dead_letter == null ? 0 : 1

  name                        = local.dead_letters_name
  content_based_deduplication = try(var.fifo.content_based_deduplication, null)
  deduplication_scope         = local.fifo_scope.deduplication
  fifo_queue                  = var.fifo != null
  fifo_throughput_limit       = local.fifo_scope.throughput
  kms_master_key_id           = try(var.kms_key.arn, null)
  message_retention_seconds   = var.dead_letter.retention_days * 86400
  policy                      = var.senders == null ? null : data.aws_iam_policy_document.this["dead_letters"].json
  receive_wait_time_seconds   = var.wait_seconds
  redrive_allow_policy        = jsonencode({ redrivePermission = "byQueue", sourceQueueArns = [local.arn] })
  sqs_managed_sse_enabled     = var.kms_key == null ? true : null
  visibility_timeout_seconds  = var.visibility_timeout_seconds

  tags = var.tags
}

data "aws_iam_policy_document" "this" {
  for_each = { queue = local.arn, dead_letters = local.dead_letters_arn }

  source_policy_documents = each.key == "queue" ? [data.aws_iam_policy_document.callers.json] : []

  statement {
    sid       = "OnlyEncryptedTransport"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value]

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

  # One for each service: a policy has 20 statements at most.
  # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
  dynamic "statement" {
    for_each = { for sender in coalesce(var.senders, {}) : sender.service => sender.source_arn... }

    content {
      sid       = "Sender${replace(title(statement.key), "/[^a-zA-Z0-9]/", "")}"
      actions   = ["sqs:SendMessage"]
      resources = [each.value]

      principals {
        type        = "Service"
        identifiers = ["${statement.key}.amazonaws.com"]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = statement.value
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [data.aws_caller_identity.this.account_id]
      }
    }
  }
}
