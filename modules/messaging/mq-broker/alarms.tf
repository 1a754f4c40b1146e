# https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-accessing-metrics.html
locals {
  # ActiveMQ measures each of its two instances, RabbitMQ the whole cluster.
  instances = local.is_rabbit ? [var.name] : [for number in range(1, var.multi_az ? 3 : 2) : "${var.name}-${number}"]

  alarms = local.is_rabbit ? {
    backlog = {
      metric      = "MessageReadyCount"
      description = "holds more than ${var.alarm_backlog} messages that wait: consumers are slow, stopped or failing."
      threshold   = var.alarm_backlog
    }
    cpu = {
      metric      = "SystemCpuUtilization"
      description = "uses more than ${var.alarm_cpu_percent} % of its CPU."
      threshold   = var.alarm_cpu_percent
    }
    } : {
    backlog = {
      metric      = "TotalMessageCount"
      description = "holds more than ${var.alarm_backlog} messages: consumers are slow, stopped or failing."
      threshold   = var.alarm_backlog
    }
    cpu = {
      metric      = "CpuUtilization"
      description = "uses more than ${var.alarm_cpu_percent} % of its CPU."
      threshold   = var.alarm_cpu_percent
    }
    memory = {
      metric      = "HeapUsage"
      description = "uses more than ${var.alarm_memory_percent} % of its heap."
      threshold   = var.alarm_memory_percent
    }
    storage = {
      metric      = "StorePercentUsage"
      description = "has filled more than ${var.alarm_disk_percent} % of its store: producers are soon blocked."
      threshold   = var.alarm_disk_percent
    }
  }

  instance_alarms = length(var.alarm_actions) == 0 ? {} : merge([
    for number, instance in local.instances : {
      # The name may be known after apply only: keys do without.
      for kind, alarm in local.alarms :
      "${number + 1}-${kind}" => merge(alarm, { instance = instance, name = "${instance}-broker-${kind}" })
    }
  ]...)

  # What RabbitMQ measures in bytes, as a share of what blocks it: memory beyond its limit, disk below its floor.
  shares = length(var.alarm_actions) == 0 || !local.is_rabbit ? {} : {
    disk = {
      expression  = "100 * limit / free"
      metrics     = { free = "RabbitMQDiskFree", limit = "RabbitMQDiskFreeLimit" }
      description = "comes near the disk space it must keep free: producers are soon blocked."
      threshold   = var.alarm_disk_percent
    }
    memory = {
      expression  = "100 * used / limit"
      metrics     = { limit = "RabbitMQMemLimit", used = "RabbitMQMemUsed" }
      description = "uses more than ${var.alarm_memory_percent} % of the memory at which it blocks producers."
      threshold   = var.alarm_memory_percent
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.instance_alarms

  alarm_name          = each.value.name
  alarm_description   = "The broker ${each.value.instance} ${each.value.description}"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { Broker = each.value.instance }
  evaluation_periods  = 5
  metric_name         = each.value.metric
  namespace           = "AWS/AmazonMQ"
  period              = 60
  statistic           = "Maximum"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "shares" {
  for_each = local.shares

  alarm_name          = "${var.name}-broker-${each.key}"
  alarm_description   = "The broker ${var.name} ${each.value.description}"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 5
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "share"
    expression  = each.value.expression
    label       = "Percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = each.value.metrics

    content {
      id = metric_query.key

      metric {
        dimensions  = { Broker = aws_mq_broker.this.broker_name }
        metric_name = metric_query.value
        namespace   = "AWS/AmazonMQ"
        period      = 60
        stat        = metric_query.key == "free" ? "Minimum" : "Maximum"
      }
    }
  }

  tags = var.tags
}
