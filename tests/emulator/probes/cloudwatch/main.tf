resource "aws_cloudwatch_metric_alarm" "each" {
  for_each = toset(["errors", "latency"])

  alarm_name          = "probe-${each.key}"
  namespace           = "Probe"
  metric_name         = each.key
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  period              = 60
  threshold           = 1
}

resource "aws_cloudwatch_composite_alarm" "this" {
  alarm_name        = "probe-down"
  alarm_description = "Both at once."
  alarm_rule        = join(" AND ", [for alarm in aws_cloudwatch_metric_alarm.each : "ALARM(${alarm.alarm_name})"])
  tags              = { team = "probe" }

  actions_suppressor {
    alarm            = aws_cloudwatch_metric_alarm.each["errors"].alarm_name
    extension_period = 60
    wait_period      = 120
  }
}
