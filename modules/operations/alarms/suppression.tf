# While this alarm is on, suppressed composite alarms notify nobody. A deployment or a maintenance turns it on by
# its metric, minute by minute: when it crashes, the alarm goes off by itself.
locals {
  suppression_namespace = "Suppression/${var.name}"
  suppressors = var.suppression == null ? [] : [
    var.suppression.alarm == null ? aws_cloudwatch_metric_alarm.suppressor[0].arn : var.suppression.alarm.arn,
  ]
}

resource "aws_cloudwatch_metric_alarm" "suppressor" {
  count = var.suppression == null ? 0 : var.suppression.alarm == null ? 1 : 0

  alarm_name          = "${var.name}-suppressor"
  alarm_description   = "A deployment or maintenance of ${var.name} runs: its alarms notify nobody."
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Active"
  namespace           = local.suppression_namespace
  period              = 60
  statistic           = "Maximum"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
