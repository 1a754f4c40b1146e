locals {
  dimensions = { AutoScalingGroupName = aws_autoscaling_group.this.name }
}

resource "aws_cloudwatch_metric_alarm" "cpu" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${var.name}-instances-cpu"
  alarm_description = join(" ", [
    "Instances of ${var.name} use more than ${var.alarm_cpu_percent} % of their CPU: more of them, or larger",
    "ones, are needed.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = local.dimensions
  evaluation_periods  = 5
  metric_name         = "CPUUtilization"
  namespace           = "AWS/EC2"
  period              = 60
  statistic           = "Average"
  threshold           = var.alarm_cpu_percent
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

# A group that may have no instance is not short of any.
resource "aws_cloudwatch_metric_alarm" "missing" {
  count = length(var.alarm_actions) > 0 && var.instances.min > 0 ? 1 : 0

  alarm_name = "${var.name}-instances-missing"
  alarm_description = join(" ", [
    "Fewer than ${var.instances.min} instances of ${var.name} are in service: they fail their health checks, or",
    "there is no capacity. Read the group's activities.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "LessThanThreshold"
  dimensions          = local.dimensions
  evaluation_periods  = 10
  metric_name         = "GroupInServiceInstances"
  namespace           = "AWS/AutoScaling"
  period              = 60
  statistic           = "Minimum"
  threshold           = var.instances.min
  treat_missing_data  = "breaching"

  tags = var.tags
}
