locals {
  # RDS names the members of a cluster after it.
  instances = (
    local.is_cluster ?
    { for number in [1, 2, 3] : tostring(number) => "${var.name}-instance-${number}" } :
    merge({ "" = var.name }, { for key, replica in var.replicas : key => "${var.name}-${key}" })
  )

  gib = 1024 * 1024 * 1024
  watched = merge(
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
      free-storage = {
        metric = "FreeStorageSpace"
        above  = false
        limit  = local.free_storage_gb * local.gib
        says   = "has less than ${local.free_storage_gb} GB of storage left"
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

  free_storage_gb = var.alarm_free_storage_gb == null ? var.storage.gb / 20 : var.alarm_free_storage_gb
  behind = (
    local.is_cluster ? local.instances : { for key, instance in local.instances : key => instance if key != "" }
  )

  alarms = merge(
    merge(
      [
        for key, instance in local.instances :
        {
          for kind, alarm in local.watched :
          trimprefix("${key}-database-${kind}", "-") => merge(alarm, { instance = instance })
        }
      ]...
    ),
    {
      for key, instance in local.behind :
      "${key}-database-replica-lag" => {
        metric   = "ReplicaLag"
        above    = true
        limit    = var.alarm_replica_lag_seconds
        says     = "is more than ${var.alarm_replica_lag_seconds} s behind"
        instance = instance
      }
    },
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = length(var.alarm_actions) > 0 ? local.alarms : {}

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "The database ${each.value.instance} ${each.value.says}."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = each.value.above ? "GreaterThanThreshold" : "LessThanThreshold"
  dimensions          = { DBInstanceIdentifier = each.value.instance }
  evaluation_periods  = 5
  metric_name         = each.value.metric
  namespace           = "AWS/RDS"
  period              = 60
  statistic           = "Average"
  threshold           = each.value.limit
  # A database that says nothing is in trouble.
  treat_missing_data = each.value.metric == "CPUUtilization" ? "breaching" : "missing"

  tags = var.tags
}
