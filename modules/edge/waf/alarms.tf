resource "aws_cloudwatch_metric_alarm" "blocked" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${var.name}-waf-blocked"
  alarm_description = join(" ", [
    "${var.name} blocks more than ${var.alarm_blocked} requests within five minutes: an attack, or a rule that",
    "harms users. Read ${try(aws_cloudwatch_log_group.this[0].name, "its sampled requests")}.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  # https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
  dimensions = merge(
    { Rule = "ALL", WebACL = var.name },
    var.scope == "REGIONAL" ? { Region = data.aws_region.this.id } : {}
  )
  evaluation_periods = 1
  metric_name        = "BlockedRequests"
  namespace          = "AWS/WAFV2"
  period             = 300
  statistic          = "Sum"
  threshold          = var.alarm_blocked
  treat_missing_data = "notBreaching"

  tags = var.tags
}
