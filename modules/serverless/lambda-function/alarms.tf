resource "aws_cloudwatch_metric_alarm" "errors" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${var.name}-function-errors"
  alarm_description = join(" ", [
    "More than ${var.alarm_error_percent} % of the calls of ${var.name} fail. Read",
    "${local.log_group_name}.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = var.alarm_error_percent
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "percent"
    expression  = "IF(invocations > 0, 100 * errors / invocations, 0)"
    label       = "Failed calls, percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "Errors", invocations = "Invocations" }

    content {
      id = metric_query.key

      metric {
        dimensions  = { FunctionName = aws_lambda_function.this.function_name }
        metric_name = metric_query.value
        namespace   = "AWS/Lambda"
        period      = 300
        stat        = "Sum"
      }
    }
  }

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "throttles" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${var.name}-function-throttles"
  alarm_description = join(" ", [
    "Calls of ${var.name} are refused: its reserved concurrency, or what the account has",
    "left, is too low.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  evaluation_periods  = 3
  metric_name         = "Throttles"
  namespace           = "AWS/Lambda"
  period              = 60
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "duration" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${var.name}-function-duration"
  alarm_description = join(" ", [
    "The slowest calls of ${var.name} take more than ${var.alarm_duration_percent} % of its",
    "${var.timeout_seconds} s: soon they time out.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  evaluation_periods  = 3
  extended_statistic  = "p99"
  metric_name         = "Duration"
  namespace           = "AWS/Lambda"
  period              = 60
  threshold           = var.timeout_seconds * 10 * var.alarm_duration_percent
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "iterator_age" {
  count = length(var.alarm_actions) > 0 && length(local.streams) > 0 ? 1 : 0

  alarm_name = "${var.name}-function-iterator-age"
  alarm_description = join(" ", [
    "${var.name} is more than ${var.alarm_iterator_age_seconds} s behind its stream: a record blocks it, or it",
    "is too slow.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { FunctionName = aws_lambda_function.this.function_name }
  evaluation_periods  = 3
  metric_name         = "IteratorAge"
  namespace           = "AWS/Lambda"
  period              = 60
  statistic           = "Maximum"
  threshold           = var.alarm_iterator_age_seconds * 1000
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
