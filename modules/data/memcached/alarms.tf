# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Memcached.html
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
      metric = "Evictions"
      description = join(" ", [
        "${var.name} throws out more than ${var.alarm_evictions} keys a minute to make room: more memory, or",
        "shorter lives of keys, are needed.",
      ])
      statistic = "Sum"
      threshold = var.alarm_evictions
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-memcached-${each.key}"
  alarm_description   = each.value.description
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { CacheClusterId = aws_elasticache_cluster.this.cluster_id }
  evaluation_periods  = 5
  metric_name         = each.value.metric
  namespace           = "AWS/ElastiCache"
  period              = 60
  statistic           = each.value.statistic
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
