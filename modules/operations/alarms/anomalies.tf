# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
locals {
  # Those that a composite alarm counts notify by it alone.
  in_composites = toset(flatten([for composite in var.composites : composite.anomalies]))
  outside = {
    above  = "GreaterThanUpperThreshold"
    below  = "LessThanLowerThreshold"
    either = "LessThanLowerOrGreaterThanUpperThreshold"
  }
}

resource "aws_cloudwatch_metric_alarm" "anomaly" {
  for_each = var.anomalies

  alarm_name          = "${var.name}-${each.key}"
  alarm_actions       = contains(local.in_composites, each.key) ? [] : var.notify[each.value.severity]
  alarm_description   = each.value.description
  comparison_operator = local.outside[each.value.side]
  datapoints_to_alarm = each.value.datapoints
  evaluation_periods  = each.value.periods
  ok_actions          = contains(local.in_composites, each.key) ? [] : var.notify[each.value.severity]
  threshold_metric_id = "band"
  treat_missing_data  = "missing"

  metric_query {
    id          = "band"
    expression  = "ANOMALY_DETECTION_BAND(measured, ${each.value.width})"
    label       = "Usual"
    return_data = true
  }

  metric_query {
    id          = "measured"
    return_data = true

    metric {
      dimensions  = each.value.metric.dimensions
      metric_name = each.value.metric.name
      namespace   = each.value.metric.namespace
      period      = each.value.period_seconds
      stat        = each.value.metric.statistic
    }
  }

  tags = var.tags
}
