# ElastiCache measures each node alone.
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
locals {
  alarms = {
    connections = {
      metric = "CurrConnections"
      description = join(" ", [
        "holds more than ${var.alarm_connections} connections: clients do not share theirs.",
        "It ends at 65000.",
      ])
      threshold = var.alarm_connections
    }
    cpu = {
      metric = "EngineCPUUtilization"
      description = join(" ", [
        "uses more than ${var.alarm_cpu_percent} % of its one engine thread: shards or larger nodes are needed,",
        "or commands that take less.",
      ])
      threshold = var.alarm_cpu_percent
    }
    evictions = {
      metric = "Evictions"
      description = join(" ", [
        "throws out more than ${var.alarm_evictions} keys a minute to make room: more memory, or shorter lives",
        "of keys, are needed.",
      ])
      threshold = var.alarm_evictions
    }
    lag = {
      metric = "ReplicationLag"
      description = join(" ", [
        "is more than ${var.alarm_lag_seconds} s behind the primary: so much is lost when",
        "it has to take over.",
      ])
      threshold = var.alarm_lag_seconds
    }
    memory = {
      metric      = "DatabaseMemoryUsagePercentage"
      description = "has less than ${100 - var.alarm_memory_percent} % of its memory left."
      threshold   = var.alarm_memory_percent
    }
  }

  node_alarms = length(var.alarm_actions) == 0 ? {} : merge([
    for number, node in local.nodes : {
      # The name may be known after apply only: keys do without.
      for kind, alarm in local.alarms :
      "${number + 1}-${kind}" => merge(alarm, { name = "${node}-cache-${kind}", node = node }) if kind != "lag" ||
      var.replicas > 0
    }
  ]...)
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.node_alarms

  alarm_name          = each.value.name
  alarm_description   = "Node ${each.value.node} ${each.value.description}"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { CacheClusterId = each.value.node }
  evaluation_periods  = 5
  metric_name         = each.value.metric
  namespace           = "AWS/ElastiCache"
  period              = 60
  statistic           = each.value.metric == "Evictions" ? "Sum" : "Average"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
