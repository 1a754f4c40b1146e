locals {
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
  dimensions = { ApiId = aws_apigatewayv2_api.this.id, Stage = aws_apigatewayv2_stage.this.name }

  error_alarms = {
    for name, alarm in {
      errors = {
        metric  = "5xx"
        percent = var.alarm_error_percent
        means   = "what the routes lead to fails or times out"
      }
      client-errors = {
        metric  = "4xx"
        percent = var.alarm_client_error_percent
        means   = "a caller is broken, throttled or locked out"
      }
    } : name => alarm if alarm.percent != null
  }
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = length(var.alarm_actions) > 0 ? local.error_alarms : {}

  alarm_name = "${var.name}-http-api-${each.key}"
  alarm_description = join(" ", [
    "More than ${each.value.percent} % of the requests to ${var.name} end in ${each.value.metric}:",
    "${each.value.means}. Read ${aws_cloudwatch_log_group.this.name}.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = each.value.percent
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "percent"
    expression  = "IF(requests > 0, 100 * errors / requests, 0)"
    label       = "Failed requests, percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = each.value.metric, requests = "Count" }

    content {
      id = metric_query.key

      metric {
        dimensions  = local.dimensions
        metric_name = metric_query.value
        namespace   = "AWS/ApiGateway"
        period      = 300
        stat        = "Sum"
      }
    }
  }

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "latency" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${var.name}-http-api-latency"
  alarm_description = join(" ", [
    "The slowest requests to ${var.name} take more than ${var.alarm_latency_ms} ms. Read",
    "${aws_cloudwatch_log_group.this.name}: it has the duration of each.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = local.dimensions
  evaluation_periods  = 3
  extended_statistic  = "p99"
  metric_name         = "Latency"
  namespace           = "AWS/ApiGateway"
  period              = 60
  threshold           = var.alarm_latency_ms
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
