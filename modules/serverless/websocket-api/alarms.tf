locals {
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
  dimensions = { ApiId = aws_apigatewayv2_api.this.id, Stage = aws_apigatewayv2_stage.this.name }

  error_alarms = {
    for name, alarm in {
      errors = {
        metrics = { errors = "IntegrationError", failures = "ExecutionError" }
        percent = var.alarm_error_percent
        means   = "the functions fail or time out, or API Gateway may not call them"
      }
      client-errors = {
        metrics = { errors = "ClientError" }
        percent = var.alarm_client_error_percent
        means   = "a caller is broken, throttled or locked out"
      }
    } : name => alarm if alarm.percent != null
  }
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = length(var.alarm_actions) > 0 ? local.error_alarms : {}

  alarm_name = "${var.name}-websocket-${each.key}"
  alarm_description = join(" ", [
    "More than ${each.value.percent} % of the messages and connects of ${var.name} end in",
    "${join(" or ", values(each.value.metrics))}: ${each.value.means}. Read",
    "${aws_cloudwatch_log_group.this.name}.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = each.value.percent
  treat_missing_data  = "notBreaching"

  metric_query {
    id = "percent"
    expression = join(" ", [
      "IF(FILL(messages, 0) + FILL(connects, 0) > 0, 100 *",
      "(${join(" + ", [for id in keys(each.value.metrics) : "FILL(${id}, 0)"])}) / (FILL(messages, 0) +",
      "FILL(connects, 0)), 0)",
    ])
    label       = "Failed messages and connects, percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = merge(each.value.metrics, { connects = "ConnectCount", messages = "MessageCount" })

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

  alarm_name = "${var.name}-websocket-latency"
  alarm_description = join(" ", [
    "The slowest messages to ${var.name} take its functions more than ${var.alarm_latency_ms} ms. Look at their",
    "traces.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = local.dimensions
  evaluation_periods  = 3
  extended_statistic  = "p99"
  metric_name         = "IntegrationLatency"
  namespace           = "AWS/ApiGateway"
  period              = 60
  threshold           = var.alarm_latency_ms
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
