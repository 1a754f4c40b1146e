# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/serverless-metrics-events-redis.html
locals {
  alarms = length(var.alarm_actions) == 0 ? {} : {
    evictions = {
      metric      = "Evictions"
      description = "throws out keys to stay within limits.storage_gb."
      statistic   = "Sum"
      threshold   = var.alarm_evictions
    }
    storage = {
      metric = "BytesUsedForCache"
      description = join(" ", [
        "holds more than ${var.alarm_storage_percent} % of its ${var.limits.storage_gb} GB,",
        "limits.storage_gb.",
      ])
      statistic = "Maximum"
      threshold = var.limits.storage_gb * 1073741824 * var.alarm_storage_percent / 100
    }
    throttles = {
      metric      = "ThrottledCmds"
      description = "refuses commands: limits.ecpu_per_second is reached, or load grew faster than it could follow."
      statistic   = "Sum"
      threshold   = 0
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-cache-${each.key}"
  alarm_description   = "The cache ${var.name} ${each.value.description}"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { clusterId = aws_elasticache_serverless_cache.this.name }
  evaluation_periods  = 3
  metric_name         = each.value.metric
  namespace           = "AWS/ElastiCache"
  period              = 60
  statistic           = each.value.statistic
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
