resource "aws_cloudwatch_metric_alarm" "unhealthy" {
  for_each = length(var.alarm_actions) > 0 ? local.listeners : {}

  alarm_name          = "${var.name}-nlb-${each.key}-unhealthy"
  alarm_description   = "Targets of ${each.value.name} behind ${var.name} fail their health check."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions = {
    LoadBalancer = aws_lb.this.arn_suffix
    TargetGroup  = aws_lb_target_group.this[each.key].arn_suffix
  }
  evaluation_periods = 5
  metric_name        = "UnHealthyHostCount"
  namespace          = "AWS/NetworkELB"
  period             = 60
  statistic          = "Maximum"
  threshold          = 0
  treat_missing_data = "notBreaching"

  tags = var.tags
}

# Connections that are lost since the load balancer has no port left towards a target.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-troubleshooting.html
resource "aws_cloudwatch_metric_alarm" "ports" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${var.name}-nlb-ports"
  alarm_description = join(" ", [
    "${var.name} has no port left towards its targets, and drops connections: register more targets, or",
    "keep_client_ip.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { LoadBalancer = aws_lb.this.arn_suffix }
  evaluation_periods  = 3
  metric_name         = "PortAllocationErrorCount"
  namespace           = "AWS/NetworkELB"
  period              = 60
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
