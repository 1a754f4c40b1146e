# AppSync counts requests per account only. Each request has one latency, so their number is that of the API's requests.
# https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html#cw-metrics
locals {
  error_alarms = {
    for name, alarm in {
      errors = {
        metric  = "5XXError"
        percent = var.alarm_error_percent
        means   = "AppSync itself fails, or a request takes longer than its 30 s"
      }
      client-errors = {
        metric  = "4XXError"
        percent = var.alarm_client_error_percent
        means   = "a caller is broken or locked out"
      }
    } : name => alarm if alarm.percent != null
  }
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = length(var.alarm_actions) > 0 ? local.error_alarms : {}

  alarm_name = "${var.name}-graphql-${each.key}"
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
    for_each = {
      errors   = { metric = each.value.metric, stat = "Sum" }
      requests = { metric = "Latency", stat = "SampleCount" }
    }

    content {
      id = metric_query.key

      metric {
        dimensions  = { GraphQLAPIId = aws_appsync_graphql_api.this.id }
        metric_name = metric_query.value.metric
        namespace   = "AWS/AppSync"
        period      = 300
        stat        = metric_query.value.stat
      }
    }
  }

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "latency" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${var.name}-graphql-latency"
  alarm_description = join(" ", [
    "The slowest requests to ${var.name} take more than ${var.alarm_latency_ms} ms. Look at",
    "the traces.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { GraphQLAPIId = aws_appsync_graphql_api.this.id }
  evaluation_periods  = 3
  extended_statistic  = "p99"
  metric_name         = "Latency"
  namespace           = "AWS/AppSync"
  period              = 60
  threshold           = var.alarm_latency_ms
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
