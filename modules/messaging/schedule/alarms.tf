# Metrics are by group: who makes a group of several schedules watches it.
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
resource "aws_cloudwatch_metric_alarm" "failed" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${var.name}-schedule-failed"
  alarm_description   = "${var.name} could not invoke its target: read the dead letters, which say why."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 0
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "failed"
    expression  = "FILL(dropped, 0) + FILL(kept, 0) + FILL(lost, 0)"
    label       = "Invocations that failed"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = {
      dropped = "InvocationDroppedCount"
      kept    = "InvocationsSentToDeadLetterCount"
      lost    = "InvocationsFailedToBeSentToDeadLetterCount"
    }

    content {
      id = metric_query.key

      metric {
        dimensions  = { ScheduleGroup = local.group_name }
        metric_name = metric_query.value
        namespace   = "AWS/Scheduler"
        period      = 60
        stat        = "Sum"
      }
    }
  }

  tags = var.tags
}
