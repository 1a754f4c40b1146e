locals {
  # Not distinct(): of ARNs that are not known yet it could not tell how many there are, and the plan would show none.
  granted = flatten([var.grants, [for function in var.functions : function.grants.invoke]])

  # Those with the same actions and conditions are one: nine tables with a key each outgrew the 10,240 characters of a
  # role's policies. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  statements = [
    for same in {
      for statement in local.granted : jsonencode([statement.actions, statement.conditions]) => statement...
    } :

    { actions = same[0].actions, conditions = same[0].conditions, resources = flatten(same[*].resources) }
  ]
}

resource "aws_iam_role" "this" {
  name_prefix          = "${substr(var.name, 0, 29)}-machine-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "What the state machine ${var.name} may do."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "state-machine"
  policy = data.aws_iam_policy_document.role.json
  role   = aws_iam_role.this.name
}

# https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html#prevent-cross-service-confused-deputy
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["states.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.this.partition}:states:${local.arn_suffix}:stateMachine:*"]
    }
  }
}

data "aws_iam_policy_document" "role" {
  # Log deliveries belong to no log group.
  # https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
  dynamic "statement" {
    for_each = local.logged ? ["logs"] : []

    content {
      sid = "Logs"
      actions = [
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:UpdateLogDelivery",
      ]
      resources = ["*"]
    }
  }

  # https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html#xray-iam
  dynamic "statement" {
    for_each = var.tracing ? ["tracing"] : []

    content {
      sid = "Tracing"
      actions = [
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
      ]
      resources = ["*"]
    }
  }

  # https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
  dynamic "statement" {
    for_each = var.kms_key == null ? [] : [var.kms_key]

    content {
      sid       = "Encryption"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value.arn]

      condition {
        test     = "StringEquals"
        variable = "kms:EncryptionContext:aws:states:stateMachineArn"
        values   = [local.arn]
      }
    }
  }

  dynamic "statement" {
    for_each = var.kms_key == null || !local.logged ? [] : [var.kms_key]

    content {
      sid       = "EncryptedLogs"
      actions   = ["kms:GenerateDataKey"]
      resources = [statement.value.arn]

      condition {
        test     = "StringEquals"
        variable = "kms:EncryptionContext:SourceArn"
        values   = ["arn:${data.aws_partition.this.partition}:logs:${local.arn_suffix}:*"]
      }
    }
  }

  # A distributed Map starts its items as executions of the same state machine.
  # https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
  dynamic "statement" {
    for_each = local.distributed ? {
      Items = { actions = ["states:StartExecution"], resource = local.arn }
      RunsOfItems = {
        actions  = ["states:DescribeExecution", "states:RedriveExecution", "states:StopExecution"]
        resource = "${local.execution_arn}/*"
      }
    } : {}

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = [statement.value.resource]
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
