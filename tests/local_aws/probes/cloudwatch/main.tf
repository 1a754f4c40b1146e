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

resource "aws_cloudwatch_metric_alarm" "share" {
  alarm_name          = "probe-share-of-errors"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  threshold           = 1
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "share"
    expression  = "100 * errors / MAX([errors, requests])"
    label       = "Errors in percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = toset(["errors", "requests"])

    content {
      id = metric_query.key

      metric {
        namespace   = "Probe"
        metric_name = metric_query.key
        period      = 60
        stat        = "Sum"
        dimensions  = { service = "probe" }
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "unusual" {
  alarm_name          = "probe-unusual"
  comparison_operator = "LessThanLowerOrGreaterThanUpperThreshold"
  evaluation_periods  = 2
  threshold_metric_id = "band"

  metric_query {
    id          = "band"
    expression  = "ANOMALY_DETECTION_BAND(requests, 2)"
    return_data = true
  }

  metric_query {
    id          = "requests"
    return_data = true

    metric {
      namespace   = "Probe"
      metric_name = "requests"
      period      = 300
      stat        = "Sum"
    }
  }
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = "probe"
  dashboard_body = jsonencode({
    widgets = [{
      type       = "metric"
      x          = 0
      y          = 0
      width      = 12
      height     = 6
      properties = { title = "Errors", region = "eu-west-1", metrics = [["Probe", "errors"]] }
    }]
  })
}

resource "aws_cloudwatch_contributor_insight_rule" "this" {
  rule_name  = "probe"
  rule_state = "DISABLED"
  rule_definition = jsonencode({
    Schema        = { Name = "CloudWatchLogRule", Version = 1 }
    AggregateOn   = "Count"
    Contribution  = { Keys = ["$.ip"], Filters = [] }
    LogFormat     = "JSON"
    LogGroupNames = ["/probe"]
  })
}

resource "aws_cloudwatch_metric_stream" "this" {
  name          = "probe"
  role_arn      = "arn:aws:iam::000000000000:role/stream"
  firehose_arn  = "arn:aws:firehose:eu-west-1:000000000000:deliverystream/probe"
  output_format = "json"
  tags          = { team = "probe" }

  include_filter {
    namespace = "AWS/SQS"
  }
}
