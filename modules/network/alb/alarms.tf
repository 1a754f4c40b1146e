# What goes wrong before a service is reached. network/alb-service watches the services.
locals {
  alarms = length(var.alarm_actions) == 0 ? {} : {
    errors = {
      metric = "HTTPCode_ELB_5XX_Count"
      description = join(" ", [
        "The load balancer ${var.name} itself answers with errors: no healthy target, or none that answers in",
        "time.",
      ])
      threshold = var.alarm_errors
    }
    refused = {
      metric      = "RejectedConnectionCount"
      description = "The load balancer ${var.name} has as many connections as it can hold, and refuses more."
      threshold   = 0
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-alb-${each.key}"
  alarm_description   = each.value.description
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { LoadBalancer = aws_lb.this.arn_suffix }
  evaluation_periods  = 3
  metric_name         = each.value.metric
  namespace           = "AWS/ApplicationELB"
  period              = 60
  statistic           = "Sum"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
