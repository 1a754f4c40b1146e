locals {
  instance_alarms = merge(
    {
      cpu = {
        metric = "CPUUtilization"
        above  = true
        limit  = var.alarm_cpu_percent
        says   = "uses more than ${var.alarm_cpu_percent} % of its processors"
      }
      free-memory = {
        metric = "FreeableMemory"
        above  = false
        limit  = var.alarm_free_memory_mb * 1024 * 1024
        says   = "has less than ${var.alarm_free_memory_mb} MB of memory left"
      }
    },
    var.alarm_connections == null ? {} :
    {
      connections = {
        metric = "DatabaseConnections"
        above  = true
        limit  = var.alarm_connections
        says   = "has more than ${coalesce(var.alarm_connections, 0)} connections"
      }
    },
  )

  alarms = merge(
    merge([
      for key, instance in var.instances : {
        for kind, alarm in local.instance_alarms :
        "${key}-database-${kind}" => merge(
          alarm,
          { of = "${var.name}-${key}", dimensions = { DBInstanceIdentifier = "${var.name}-${key}" } }
        )
      }
    ]...),
    # Of a serverless instance's highest capacity.
    {
      for key, instance in var.instances :
      "${key}-database-capacity" => {
        metric     = "ACUUtilization"
        above      = true
        limit      = var.alarm_cpu_percent
        says       = "is near its highest capacity, ${var.capacity.max} ACU"
        of         = "${var.name}-${key}"
        dimensions = { DBInstanceIdentifier = "${var.name}-${key}" }
      }
      if instance.class == "db.serverless"
    },
    # Measured by the writer.
    # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/creating_alarms.html
    {
      database-replica-lag = {
        metric     = "AuroraReplicaLagMaximum"
        above      = true
        limit      = var.alarm_replica_lag_ms
        says       = "has a reader more than ${var.alarm_replica_lag_ms} ms behind"
        of         = var.name
        dimensions = { DBClusterIdentifier = var.name, Role = "WRITER" }
      }
    },
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = length(var.alarm_actions) > 0 ? local.alarms : {}

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "The database ${each.value.of} ${each.value.says}."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = each.value.above ? "GreaterThanThreshold" : "LessThanThreshold"
  dimensions          = each.value.dimensions
  evaluation_periods  = 5
  metric_name         = each.value.metric
  namespace           = "AWS/RDS"
  period              = 60
  statistic           = "Average"
  threshold           = each.value.limit
  # A paused database says nothing.
  treat_missing_data = "missing"

  tags = var.tags
}
