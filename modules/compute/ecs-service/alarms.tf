locals {
  least_tasks = min(var.tasks.min, [for schedule in var.scaling.schedules : schedule.min]...)

  alarms = length(var.alarm_actions) == 0 ? {} : {
    cpu = {
      metric = "CPUUtilization"
      description = join(" ", [
        "Tasks of ${var.name} use more than ${var.alarm_cpu_percent} % of their CPU: more of them, or larger",
        "ones, are needed.",
      ])
      threshold = var.alarm_cpu_percent
    }
    memory = {
      metric = "MemoryUtilization"
      description = join(" ", [
        "Tasks of ${var.name} use more than ${var.alarm_memory_percent} % of their memory:",
        "soon they are ended.",
      ])
      threshold = var.alarm_memory_percent
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "use" {
  for_each = local.alarms

  alarm_name          = "${var.name}-service-${each.key}"
  alarm_description   = each.value.description
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { ClusterName = var.cluster.name, ServiceName = aws_ecs_service.this.name }
  evaluation_periods  = 5
  metric_name         = each.value.metric
  namespace           = "AWS/ECS"
  period              = 60
  statistic           = "Average"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

# A service that may have no task is not short of any.
resource "aws_cloudwatch_metric_alarm" "tasks" {
  count = length(var.alarm_actions) > 0 && local.least_tasks > 0 ? 1 : 0

  alarm_name = "${var.name}-service-tasks"
  alarm_description = join(" ", [
    "Fewer than ${local.least_tasks} tasks of ${var.name} run: they end as soon as they start, or there is no",
    "capacity. Read its events and ${local.log_group_name}.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "LessThanThreshold"
  dimensions          = { ClusterName = var.cluster.name, ServiceName = aws_ecs_service.this.name }
  evaluation_periods  = 5
  metric_name         = "RunningTaskCount"
  namespace           = "ECS/ContainerInsights"
  period              = 60
  statistic           = "Minimum"
  threshold           = local.least_tasks
  treat_missing_data  = "breaching"

  tags = var.tags
}
