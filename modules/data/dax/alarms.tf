# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/dax-metrics-dimensions-dax.html
locals {
  alarms = length(var.alarm_actions) == 0 ? {} : {
    cpu = {
      metric = "CPUUtilization"
      description = join(" ", [
        "A node of ${var.name} uses more than ${var.alarm_cpu_percent} % of its CPU: more or larger ones are",
        "needed.",
      ])
      statistic = "Maximum"
      threshold = var.alarm_cpu_percent
    }
    evictions = {
      metric = "EvictedSize"
      description = join(" ", [
        "${var.name} throws out what it keeps to make room: larger nodes, or shorter times",
        "to live, are needed.",
      ])
      statistic = "Sum"
      threshold = var.alarm_evicted_bytes
    }
    faults = {
      metric      = "FaultRequestCount"
      description = "${var.name} itself fails requests: see the AWS Health Dashboard."
      statistic   = "Sum"
      threshold   = 0
    }
    throttles = {
      metric      = "ThrottledRequestCount"
      description = "${var.name} refuses requests: its nodes, or the tables behind it, are at their limit."
      statistic   = "Sum"
      threshold   = 0
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-dax-${each.key}"
  alarm_description   = each.value.description
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { ClusterId = aws_dax_cluster.this.cluster_name }
  evaluation_periods  = 3
  metric_name         = each.value.metric
  namespace           = "AWS/DAX"
  period              = 60
  statistic           = each.value.statistic
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
