locals {
  alarms = {
    errors = { metric = "5xxErrorRate", threshold = var.alarm_error_percent, means = "origins fail" }
    refused = {
      metric    = "4xxErrorRate"
      threshold = var.alarm_client_error_percent
      means     = "something is missing, or somebody looks for what is not there"
    }
  }
}

# CloudFront's metrics are in us-east-1 only.
resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = {
    for kind, alarm in local.alarms : kind => alarm if length(var.alarm_actions) > 0 && alarm.threshold != null
  }

  alarm_name = "${var.name}-cdn-${each.key}"
  alarm_description = join(" ", [
    "More than ${each.value.threshold} % of the requests to ${var.name} end in ${each.value.metric}:",
    "${each.value.means}.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { DistributionId = aws_cloudfront_distribution.this.id, Region = "Global" }
  evaluation_periods  = 1
  metric_name         = each.value.metric
  namespace           = "AWS/CloudFront"
  period              = 300
  statistic           = "Average"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
