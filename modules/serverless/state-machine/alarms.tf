# https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
locals {
  alarms = {
    failed = {
      metric    = "ExecutionsFailed"
      threshold = var.alarm_failures
      says = join(" ", [
        "More than ${var.alarm_failures} executions of ${var.name} failed within five",
        "minutes. Fix the cause, then redrive them.",
      ])
    }
    timed-out = {
      metric    = "ExecutionsTimedOut"
      threshold = var.alarm_timeouts
      says = join(" ", [
        "More than ${var.alarm_timeouts} executions of ${var.name} took longer than their",
        "TimeoutSeconds: a task hangs, or was never answered.",
      ])
    }
  }

  # Express executions are neither stopped nor counted by their transitions.
  alarms_standard = {
    aborted = {
      metric    = "ExecutionsAborted"
      threshold = 0
      says      = "An execution of ${var.name} was stopped: what it had begun was not compensated."
    }
    throttled = {
      metric    = "ExecutionThrottled"
      threshold = 0
      says      = "Executions of ${var.name} wait for state transitions: the account makes more of them than its quota."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = length(var.alarm_actions) == 0 ? {} : merge(local.alarms, local.express ? {} : local.alarms_standard)

  alarm_name          = "${var.name}-machine-${each.key}"
  alarm_description   = each.value.says
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { StateMachineArn = aws_sfn_state_machine.this.arn }
  evaluation_periods  = 1
  metric_name         = each.value.metric
  namespace           = "AWS/States"
  period              = 300
  statistic           = "Sum"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
