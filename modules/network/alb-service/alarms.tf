locals {
  alarmed    = length(var.alarm_actions) > 0
  dimensions = { LoadBalancer = var.listener.arn_suffix, TargetGroup = aws_lb_target_group.this.arn_suffix }
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  count = local.alarmed ? 1 : 0

  alarm_name = "${var.name}-alb-service-errors"
  alarm_description = join(" ", [
    "More than ${var.alarm_error_percent} % of the requests to ${var.name} end in an error",
    "of its own.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  threshold           = var.alarm_error_percent
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "percent"
    expression  = "IF(requests > 0, 100 * errors / requests, 0)"
    label       = "Failed requests, percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "HTTPCode_Target_5XX_Count", requests = "RequestCount" }

    content {
      id = metric_query.key

      metric {
        dimensions  = local.dimensions
        metric_name = metric_query.value
        namespace   = "AWS/ApplicationELB"
        period      = 60
        stat        = "Sum"
      }
    }
  }

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "latency" {
  count = local.alarmed ? 1 : 0

  alarm_name = "${var.name}-alb-service-latency"
  alarm_description = join(" ", [
    "The slowest hundredth of the requests to ${var.name} takes more than",
    "${var.alarm_latency_seconds} s.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = local.dimensions
  evaluation_periods  = 5
  extended_statistic  = "p99"
  metric_name         = "TargetResponseTime"
  namespace           = "AWS/ApplicationELB"
  period              = 60
  threshold           = var.alarm_latency_seconds
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

# Functions are not asked for their health.
resource "aws_cloudwatch_metric_alarm" "unhealthy" {
  count = local.alarmed && !local.is_function ? 1 : 0

  alarm_name          = "${var.name}-alb-service-unhealthy"
  alarm_description   = "Targets of ${var.name} fail their health check."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = local.dimensions
  evaluation_periods  = 5
  metric_name         = "UnHealthyHostCount"
  namespace           = "AWS/ApplicationELB"
  period              = 60
  statistic           = "Maximum"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
