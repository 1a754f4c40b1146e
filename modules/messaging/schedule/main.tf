data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  # Built from the names, so that the role is there before the schedule, which tries it.
  prefix = join(":", [
    "arn", data.aws_partition.this.partition, "scheduler", data.aws_region.this.id,
    data.aws_caller_identity.this.account_id,
  ])
  group_name = var.group == null ? var.name : var.group.name
  group_arn  = "${local.prefix}:schedule-group/${local.group_name}"
  arn        = "${local.prefix}:schedule/${local.group_name}/${var.name}"

  target_arn = var.to.api == null ? local.templated : join("", [
    "arn:${data.aws_partition.this.partition}:scheduler:::aws-sdk:", var.to.api.service, ":", var.to.api.action,
  ])
  # jsonencode() writes < and > as \u003c and \u003e, once more escaped in each text within a text, and EventBridge
  # Scheduler would not know its keywords.
  input = var.to.input == null ? null : replace(
    var.to.input, "/\\\\+u003c(aws\\.scheduler\\.[a-z-]+)\\\\+u003e/", "<$1>"
  )

  templated = try(coalesce(
    try(var.to.delivery_stream.arn, null),
    try(var.to.event_bus.arn, null),
    try(var.to.function.arn, null),
    try(var.to.queue.arn, null),
    try(var.to.state_machine.arn, null),
    try(var.to.stream.arn, null),
    try(var.to.task.cluster.arn, null),
    try(var.to.topic.arn, null),
  ), "")
}

# Schedules have no tags, and metrics by their group only.
resource "aws_scheduler_schedule_group" "this" {
  count = var.group == null ? 1 : 0

  name = var.name

  tags = var.tags
}

resource "aws_scheduler_schedule" "this" {
  #checkov:skip=CKV_AWS_297: without a key of the caller's, EventBridge Scheduler encrypts with a key of its own
  name                         = var.name
  description                  = var.description
  end_date                     = var.ends_at
  group_name                   = var.group == null ? aws_scheduler_schedule_group.this[0].name : var.group.name
  kms_key_arn                  = try(var.kms_key.arn, null)
  schedule_expression          = var.schedule
  schedule_expression_timezone = var.timezone
  start_date                   = var.starts_at
  state                        = var.enabled ? "ENABLED" : "DISABLED"

  flexible_time_window {
    mode                      = var.window_seconds == 0 ? "OFF" : "FLEXIBLE"
    maximum_window_in_minutes = var.window_seconds == 0 ? null : var.window_seconds / 60
  }

  target {
    arn      = local.target_arn
    input    = local.input
    role_arn = aws_iam_role.this.arn

    dynamic "dead_letter_config" {
      for_each = var.dead_letter_queue == null ? [] : [var.dead_letter_queue]

      content {
        arn = dead_letter_config.value.arn
      }
    }

    dynamic "ecs_parameters" {
      for_each = var.to.task == null ? [] : [var.to.task]

      content {
        enable_ecs_managed_tags = true
        launch_type             = "FARGATE"
        propagate_tags          = "TASK_DEFINITION"
        task_count              = ecs_parameters.value.tasks
        task_definition_arn     = ecs_parameters.value.task_definition_arn

        network_configuration {
          assign_public_ip = false
          security_groups  = ecs_parameters.value.security_group_ids
          subnets          = ecs_parameters.value.subnet_ids
        }
      }
    }

    dynamic "eventbridge_parameters" {
      for_each = var.to.event_bus == null ? [] : [var.to]

      content {
        detail_type = eventbridge_parameters.value.detail_type
        source      = eventbridge_parameters.value.event_source
      }
    }

    dynamic "kinesis_parameters" {
      for_each = var.to.stream == null ? [] : [var.to.partition_key]

      content {
        partition_key = kinesis_parameters.value
      }
    }

    retry_policy {
      maximum_event_age_in_seconds = var.retry.max_age_seconds
      maximum_retry_attempts       = var.retry.attempts
    }

    dynamic "sqs_parameters" {
      for_each = var.to.message_group_id == null ? [] : [var.to.message_group_id]

      content {
        message_group_id = sqs_parameters.value
      }
    }
  }

  # EventBridge Scheduler tries to assume the role when it makes the schedule, which may be due at once.
  depends_on = [aws_iam_role_policy.this]
}
