locals {
  # Not distinct(): of ARNs that are not known yet it could not tell how many there are, and the plan would show none.
  statements = flatten([
    try(var.from.queue.grants.consume, []),
    try(var.from.stream.grants.consume, []),
    try(var.from.table_stream.grants.stream, []),
    try(var.from.topic.grants.consume, []),
    try(var.from.dead_letter_queue.grants.send, []),
    try(var.enrichment.function.grants.invoke, []),
    try(var.enrichment.state_machine.grants.start_sync, []),
    try(var.to.event_bus.grants.publish, []),
    try(var.to.function.grants.invoke, []),
    try(var.to.queue.grants.send, []),
    try(local.awaited ? var.to.state_machine.grants.start_sync : var.to.state_machine.grants.start, []),
    try(var.to.stream.grants.write, []),
    try(var.to.topic.grants.publish, []),
  ])
}

resource "aws_iam_role" "this" {
  name_prefix          = "${substr(var.name, 0, 32)}-pipe-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "What the pipe ${var.name} may do."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "pipe"
  policy = data.aws_iam_policy_document.role.json
  role   = aws_iam_role.this.name
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["pipes.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [local.arn]
    }
  }
}

data "aws_iam_policy_document" "role" {
  statement {
    sid     = "Logs"
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [
      "arn:${data.aws_partition.this.partition}:logs:${local.arn_suffix}:log-group:${local.log_group_name}:*",
    ]
  }

  # Streams of tables are listed before one is read.
  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
  dynamic "statement" {
    for_each = var.from.table_stream == null ? [] : ["streams"]

    content {
      sid       = "ListStreams"
      actions   = ["dynamodb:ListStreams"]
      resources = ["*"]
    }
  }

  # A topic is read from within the cluster's network.
  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html#eb-pipes-perms-msk
  dynamic "statement" {
    for_each = var.from.topic == null ? [] : ["topic"]

    content {
      sid = "ReadTopic"
      actions = [
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ]
      resources = ["*"]
    }
  }

  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-pipes-cmkey.html
  dynamic "statement" {
    for_each = var.kms_key == null ? [] : [var.kms_key]

    content {
      sid       = "Encryption"
      actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
      resources = [statement.value.arn]

      condition {
        test     = "ArnEquals"
        variable = "kms:EncryptionContext:aws:pipe:arn"
        values   = [local.arn]
      }
    }
  }

  dynamic "statement" {
    for_each = local.statements

    content {
      actions   = statement.value.actions
      resources = statement.value.resources

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}
