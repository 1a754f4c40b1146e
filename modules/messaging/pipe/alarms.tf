# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-monitoring.html
locals {
  alarms = {
    failed = {
      metric    = "ExecutionFailed"
      threshold = var.alarm_failures
      says = join(" ", [
        "More than ${var.alarm_failures} batches of ${var.name} failed within five minutes:",
        "read its logs, and fix the enrichment, the target or the events.",
      ])
    }
    partially-failed = {
      metric    = "ExecutionPartiallyFailed"
      threshold = var.alarm_failures
      says = join(" ", [
        "In more than ${var.alarm_failures} batches of ${var.name} some events failed",
        "within five minutes: read its logs.",
      ])
    }
    throttled = {
      metric    = "ExecutionThrottled"
      threshold = 0
      says = join(" ", [
        "${var.name} waits: the account runs more pipes at a time than its quota, or the",
        "enrichment or target is throttled.",
      ])
    }
    timed-out = {
      metric    = "ExecutionTimeout"
      threshold = 0
      says      = "The enrichment or the target of ${var.name} took more than the five minutes a batch has."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = length(var.alarm_actions) == 0 ? {} : local.alarms

  alarm_name          = "${var.name}-pipe-${each.key}"
  alarm_description   = each.value.says
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { PipeName = aws_pipes_pipe.this.name }
  evaluation_periods  = 1
  metric_name         = each.value.metric
  namespace           = "AWS/EventBridge/Pipes"
  period              = 300
  statistic           = "Sum"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
