# Tasks by the clock, of the revision that was released last.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html
resource "aws_scheduler_schedule" "task" {
  #checkov:skip=CKV_AWS_297: a schedule holds a command and no data
  #checkov:skip=PLATFORM_DEAD_LETTERS: a start is retried for a day; after that, the next run replaces it
  for_each = var.scheduled_tasks

  name                         = "${var.name}-${each.key}"
  description                  = "Runs a task of ${var.name}."
  schedule_expression          = each.value.schedule
  schedule_expression_timezone = each.value.timezone
  state                        = each.value.enabled ? "ENABLED" : "DISABLED"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = var.cluster.arn
    input    = jsonencode({ containerOverrides = [{ name = var.name, command = each.value.command }] })
    role_arn = aws_iam_role.scheduler[0].arn

    ecs_parameters {
      enable_ecs_managed_tags = true
      propagate_tags          = "TASK_DEFINITION"
      task_definition_arn     = aws_ecs_task_definition.this.arn_without_revision

      dynamic "capacity_provider_strategy" {
        for_each = var.capacity

        content {
          base              = capacity_provider_strategy.value.base
          capacity_provider = capacity_provider_strategy.key
          weight            = capacity_provider_strategy.value.weight
        }
      }

      network_configuration {
        assign_public_ip = false
        security_groups  = concat([aws_security_group.this.id], var.security_group_ids)
        subnets          = values(var.network.private_subnet_ids)
      }
    }
  }

  depends_on = [aws_iam_role_policy.scheduler]
}

resource "aws_iam_role" "scheduler" {
  count = length(var.scheduled_tasks) > 0 ? 1 : 0

  name_prefix          = "${substr(var.name, 0, 27)}-scheduler-"
  assume_role_policy   = data.aws_iam_policy_document.scheduler_trust[0].json
  description          = "What starts tasks of ${var.name} by the clock."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

data "aws_iam_policy_document" "scheduler_trust" {
  count = length(var.scheduled_tasks) > 0 ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role_policy" "scheduler" {
  count = length(var.scheduled_tasks) > 0 ? 1 : 0

  name   = "run"
  policy = data.aws_iam_policy_document.scheduler[0].json
  role   = aws_iam_role.scheduler[0].name
}

data "aws_iam_policy_document" "scheduler" {
  count = length(var.scheduled_tasks) > 0 ? 1 : 0

  dynamic "statement" {
    for_each = local.run

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
