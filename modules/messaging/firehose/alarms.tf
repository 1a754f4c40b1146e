# https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
locals {
  alarms = {
    failed = {
      description = join(" ", [
        "Deliveries of ${var.name} to ${var.bucket.name} fail. Read ${local.log_group_name}: after a day the",
        "records are lost.",
      ])
      comparison = "LessThanThreshold"
      metric     = "DeliveryToS3.Success"
      statistic  = "Average"
      threshold  = 1
    }
    freshness = {
      description = join(" ", [
        "The oldest record of ${var.name} has waited for more than ${var.alarm_freshness_seconds} s. Read",
        "${local.log_group_name}.",
      ])
      comparison = "GreaterThanThreshold"
      metric     = "DeliveryToS3.DataFreshness"
      statistic  = "Maximum"
      threshold  = var.alarm_freshness_seconds
    }
    throttles = {
      description = "Records for ${var.name} are refused: more come than it takes, ask AWS for a higher limit."
      comparison  = "GreaterThanThreshold"
      metric      = "ThrottledRecords"
      statistic   = "Sum"
      threshold   = 0
    }
    transform = {
      description = join(" ", [
        "The function that transforms the records of ${var.name} fails. They are kept below",
        "${var.error_prefix}processing-failed/.",
      ])
      comparison = "LessThanThreshold"
      metric     = "ExecuteProcessing.Success"
      statistic  = "Average"
      threshold  = 1
    }
  }

  # What it reads from Kinesis is throttled there.
  watched = concat(
    ["failed", "freshness"],
    var.stream == null ? ["throttles"] : [],
    var.transform == null ? [] : ["transform"]
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for kind in local.watched : kind => local.alarms[kind] if length(var.alarm_actions) > 0 }

  alarm_name          = "${var.name}-firehose-${each.key}"
  alarm_description   = each.value.description
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = each.value.comparison
  dimensions          = { DeliveryStreamName = aws_kinesis_firehose_delivery_stream.this.name }
  evaluation_periods  = 1
  metric_name         = each.value.metric
  namespace           = "AWS/Firehose"
  period              = 300
  statistic           = each.value.statistic
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
