# Composite alarms: what a user or an owner notices, and who is notified.
locals {
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
  statistic = join("|", [
    "^(Average|Maximum|Minimum|SampleCount|Sum|IQM|p([0-9]{1,2}(\\.[0-9]{1,10})?|100)",
    "(PR|TC|TM|TS|WM)\\([0-9.]*%?:[0-9.]*%?\\))$",
  ])

  # In a rule an alarm has its name; its ARN ends with it.
  names = {
    for key, composite in var.composites : key => {
      for part in ["all_of", "any_of", "unless"] : part => [
        for alarm in composite[part] : replace(alarm, "/^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:/", "")
      ]
    }
  }

  any_of = {
    for key, composite in var.composites : key => concat(
      local.names[key].any_of,
      [for anomaly in composite.anomalies : aws_cloudwatch_metric_alarm.anomaly[anomaly].alarm_name],
    )
  }

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
  rules = {
    for key in keys(var.composites) : key => join(" AND ", concat(
      length(local.any_of[key]) == 0 ? [] : [
        "(${join(" OR ", [for alarm in local.any_of[key] : "ALARM(\"${alarm}\")"])})",
      ],
      [for alarm in local.names[key].all_of : "ALARM(\"${alarm}\")"],
      [for alarm in local.names[key].unless : "NOT ALARM(\"${alarm}\")"],
    ))
  }
}

resource "aws_cloudwatch_composite_alarm" "this" {
  for_each = var.composites

  alarm_name        = "${var.name}-${each.key}"
  alarm_actions     = var.notify[each.value.severity]
  alarm_description = each.value.description
  alarm_rule        = local.rules[each.key]
  ok_actions        = var.notify[each.value.severity]

  dynamic "actions_suppressor" {
    for_each = each.value.suppressed ? local.suppressors : []

    content {
      alarm            = actions_suppressor.value
      extension_period = var.suppression.extension_seconds
      wait_period      = var.suppression.wait_seconds
    }
  }

  tags = var.tags
}
