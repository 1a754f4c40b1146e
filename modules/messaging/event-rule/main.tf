resource "aws_cloudwatch_event_rule" "this" {
  name                = var.name
  description         = var.description
  event_bus_name      = try(var.event_bus.name, "default")
  event_pattern       = var.pattern
  schedule_expression = var.schedule
  state               = var.enabled ? "ENABLED" : "DISABLED"

  tags = var.tags
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = var.targets

  arn            = each.value.arn
  event_bus_name = aws_cloudwatch_event_rule.this.event_bus_name
  input          = try(each.value.input.constant, null)
  role_arn       = try(each.value.role.arn, null)
  rule           = aws_cloudwatch_event_rule.this.name
  target_id      = each.key

  dead_letter_config {
    arn = each.value.dead_letter_queue.arn
  }

  dynamic "input_transformer" {
    for_each = [for input in each.value.input[*] : input if input.template != null]

    # jsonencode() writes < and > as \u003c and \u003e, once more escaped in each text within a text, and EventBridge
    # finds no placeholder then.
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
    content {
      input_paths = input_transformer.value.paths
      input_template = replace(
        input_transformer.value.template, "/\\\\+u003c([a-zA-Z0-9_.-]+)\\\\+u003e/", "<$1>"
      )
    }
  }

  retry_policy {
    maximum_event_age_in_seconds = each.value.retry.max_age_seconds
    maximum_retry_attempts       = each.value.retry.attempts
  }

  dynamic "sqs_target" {
    for_each = each.value.message_group_id == null ? [] : [each.value.message_group_id]

    content {
      message_group_id = sqs_target.value
    }
  }
}
