data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}

locals {
  queues = merge(
    { queue = { arn = var.queue.arn, url = var.queue.url } },
    var.queue.dead_letter_queue == null ? {} : { dead_letters = var.queue.dead_letter_queue },
  )
  caller_resources = { for sid in keys(local.callers) : sid => [var.queue.arn] }
}

resource "aws_sqs_queue_policy" "this" {
  for_each = local.queues

  policy    = data.aws_iam_policy_document.this[each.key].json
  queue_url = each.value.url
}

# The same as messaging/sqs-queue sets inline, so that its queue never lacks a policy; a test compares them.
data "aws_iam_policy_document" "this" {
  for_each = local.queues

  policy_id               = var.name
  source_policy_documents = each.key == "queue" ? [data.aws_iam_policy_document.callers.json] : []

  statement {
    sid       = "OnlyEncryptedTransport"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value.arn]

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
    for_each = { for sender in var.senders : sender.service => sender.source_arn... }

    content {
      sid       = "Sender${replace(title(statement.key), "/[^a-zA-Z0-9]/", "")}"
      actions   = ["sqs:SendMessage"]
      resources = [each.value.arn]

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
