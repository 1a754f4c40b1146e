resource "aws_cloudwatch_metric_alarm" "failed" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${var.name}-rule-failed-invocations"
  alarm_description   = "Events picked by ${var.name} could not be delivered: see the targets' dead-letter queues."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions = merge(
    { RuleName = aws_cloudwatch_event_rule.this.name },
    var.event_bus == null ? {} : { EventBusName = aws_cloudwatch_event_rule.this.event_bus_name },
  )
  evaluation_periods = 1
  metric_name        = "FailedInvocations"
  namespace          = "AWS/Events"
  period             = 60
  statistic          = "Sum"
  threshold          = 0
  treat_missing_data = "notBreaching"

  tags = var.tags
}
