locals {
  # The average of an error metric is the share of requests that failed.
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
  error_alarms = {
    for name, alarm in {
      errors = {
        metric  = "5XXError"
        percent = var.alarm_error_percent
        means   = "the functions fail or time out"
      }
      client-errors = {
        metric  = "4XXError"
        percent = var.alarm_client_error_percent
        means   = "a caller is broken, throttled or locked out"
      }
    } : name => alarm if alarm.percent != null
  }
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = length(var.alarm_actions) > 0 ? local.error_alarms : {}

  alarm_name = "${var.name}-api-${each.key}"
  alarm_description = join(" ", [
    "More than ${each.value.percent} % of the requests to ${var.name} end in ${each.value.metric}:",
    "${each.value.means}. Read ${aws_cloudwatch_log_group.this.name}.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { ApiName = var.name, Stage = var.stage }
  evaluation_periods  = 1
  metric_name         = each.value.metric
  namespace           = "AWS/ApiGateway"
  period              = 300
  statistic           = "Average"
  threshold           = each.value.percent / 100
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "latency" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${var.name}-api-latency"
  alarm_description = join(" ", [
    "The slowest requests to ${var.name} take more than ${var.alarm_latency_ms} ms. Look at",
    "the traces.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { ApiName = var.name, Stage = var.stage }
  evaluation_periods  = 3
  extended_statistic  = "p99"
  metric_name         = "Latency"
  namespace           = "AWS/ApiGateway"
  period              = 60
  threshold           = var.alarm_latency_ms
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
