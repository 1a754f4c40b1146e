locals {
  # The grants of the target, or for one that exists already the one action that EventBridge Scheduler calls.
  # https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
  rights = {
    delivery_stream = { grants = try(var.to.delivery_stream.grants.put, null), action = "firehose:PutRecord" }
    event_bus       = { grants = try(var.to.event_bus.grants.publish, null), action = "events:PutEvents" }
    function        = { grants = try(var.to.function.grants.invoke, null), action = "lambda:InvokeFunction" }
    queue           = { grants = try(var.to.queue.grants.send, null), action = "sqs:SendMessage" }
    state_machine   = { grants = try(var.to.state_machine.grants.start, null), action = "states:StartExecution" }
    stream          = { grants = try(var.to.stream.grants.write, null), action = "kinesis:PutRecord" }
    topic           = { grants = try(var.to.topic.grants.publish, null), action = "sns:Publish" }
  }

  statements = flatten([
    [
      for kind, right in local.rights : coalesce(right.grants, [
        { actions = [right.action], resources = [local.templated], conditions = [] }
      ]) if var.to[kind] != null
    ],
    try(var.to.api.grants, []),
    [
      for queue in [var.dead_letter_queue] : try(queue.grants.send, null) != null ? queue.grants.send : [
        { actions = ["sqs:SendMessage"], resources = [queue.arn], conditions = [] }
      ] if queue != null
    ],
  ])
}

resource "aws_iam_role" "this" {
  name_prefix          = "${substr(var.name, 0, 28)}-schedule-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "What the schedule ${var.name} may do."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "schedule"
  policy = data.aws_iam_policy_document.role.json
  role   = aws_iam_role.this.name
}

# https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [local.group_arn]
    }
  }
}

data "aws_iam_policy_document" "role" {
  # https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
  dynamic "statement" {
    for_each = var.kms_key == null ? [] : [var.kms_key]

    content {
      sid       = "Encryption"
      actions   = ["kms:Decrypt"]
      resources = [statement.value.arn]

      condition {
        test     = "StringEquals"
        variable = "kms:EncryptionContext:aws:scheduler:schedule:arn"
        values   = [local.arn]
      }
    }
  }

  # Of any revision: a release makes a new one.
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html
  dynamic "statement" {
    for_each = var.to.task == null ? [] : [var.to.task]

    content {
      sid       = "RunTask"
      actions   = ["ecs:RunTask"]
      resources = ["${replace(statement.value.task_definition_arn, "/:[0-9]+$/", "")}:*"]

      condition {
        test     = "ArnEquals"
        variable = "ecs:cluster"
        values   = [statement.value.cluster.arn]
      }
    }
  }

  dynamic "statement" {
    for_each = var.to.task == null ? [] : [var.to.task.role_arns]

    content {
      sid       = "PassRoles"
      actions   = ["iam:PassRole"]
      resources = statement.value

      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["ecs-tasks.amazonaws.com"]
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
