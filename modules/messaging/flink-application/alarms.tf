# https://docs.aws.amazon.com/managed-flink/latest/java/monitoring-metrics-alarms.html
locals {
  alarms = {
    checkpoints = {
      description = join(" ", [
        "Checkpoints of ${var.name} fail: after a failure it would start from an old state. Read",
        "${local.log_group_name}.",
      ])
      expression = "DIFF(metric)"
      metric     = "numberOfFailedCheckpoints"
      needed     = 2 # one that times out takes ten minutes
      periods    = 30
    }
    downtime = {
      description = "${var.name} is down and recovering. Read ${local.log_group_name}."
      expression  = "metric"
      metric      = "downtime"
      needed      = 3
      periods     = 3
    }
    restarts = {
      description = "${var.name} starts again and again. Read ${local.log_group_name}."
      expression  = "DIFF(metric)"
      metric      = "fullRestarts"
      needed      = 3
      periods     = 15
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for kind, alarm in local.alarms : kind => alarm if length(var.alarm_actions) > 0 }

  alarm_name          = "${var.name}-flink-${each.key}"
  alarm_description   = each.value.description
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  datapoints_to_alarm = each.value.needed
  evaluation_periods  = each.value.periods
  threshold           = 0
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "value"
    expression  = each.value.expression
    label       = each.value.metric
    return_data = true
  }

  metric_query {
    id = "metric"

    metric {
      dimensions  = { Application = aws_kinesisanalyticsv2_application.this.name }
      metric_name = each.value.metric
      namespace   = "AWS/KinesisAnalytics"
      period      = 60
      stat        = "Maximum"
    }
  }

  tags = var.tags
}
