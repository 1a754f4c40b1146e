# Burn-rate alarms: a window that is long enough to matter, and a twelfth of it, so that the alarm ends soon after
# the failures do. https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
locals {
  burns = merge([
    for key, objective in var.objectives : {
      for speed in ["fast", "slow"] : "${key}-${speed}" => merge(objective[speed], {
        key       = key
        objective = objective
        # Rounded, so that the description names the very threshold.
        percent = floor(
          (100 - objective.percent) * objective[speed].budget_percent / 100
          * objective.period_days * 86400 / objective[speed].window_seconds * 10000 + 0.5
        ) / 10000
      })
    }
  ]...)

  windows = merge([
    for key, burn in local.burns : {
      "${key}-long"  = merge(burn, { burn = key, seconds = burn.window_seconds })
      "${key}-short" = merge(burn, { burn = key, seconds = burn.window_seconds / 12 })
    }
  ]...)
}

resource "aws_cloudwatch_metric_alarm" "window" {
  for_each = local.windows

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "More than ${each.value.percent} percent failed in ${each.value.seconds} seconds."
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = each.value.percent
  treat_missing_data  = "notBreaching"

  metric_query {
    id = "failed"
    expression = join("", [
      "IF(FILL(total, 0) > ${each.value.objective.ignored_calls}, ",
      each.value.objective.bad == null ? "100 - 100 * FILL(counted, 0) / total" : "100 * FILL(counted, 0) / total",
      ", 0)",
    ])
    label       = "Failed, in percent"
    return_data = true
  }

  metric_query {
    id = "counted"

    metric {
      dimensions  = coalesce(each.value.objective.bad, each.value.objective.good).dimensions
      metric_name = coalesce(each.value.objective.bad, each.value.objective.good).name
      namespace   = coalesce(each.value.objective.bad, each.value.objective.good).namespace
      period      = each.value.seconds
      stat        = coalesce(each.value.objective.bad, each.value.objective.good).statistic
    }
  }

  metric_query {
    id = "total"

    metric {
      dimensions  = each.value.objective.total.dimensions
      metric_name = each.value.objective.total.name
      namespace   = each.value.objective.total.namespace
      period      = each.value.seconds
      stat        = each.value.objective.total.statistic
    }
  }

  tags = var.tags
}

resource "aws_cloudwatch_composite_alarm" "burn" {
  for_each = local.burns

  alarm_name    = "${var.name}-${each.key}"
  alarm_actions = var.notify[each.value.severity]
  alarm_description = join(" ", [
    "${each.value.budget_percent} percent of what ${each.value.key} may fail in ${each.value.objective.period_days}",
    "days failed in ${each.value.window_seconds} seconds, and it goes on: more than ${each.value.percent} percent fail",
    "where ${100 - each.value.objective.percent} percent may.",
  ])
  alarm_rule = join(" AND ", [
    for window in ["long", "short"] :
    "ALARM(\"${aws_cloudwatch_metric_alarm.window["${each.key}-${window}"].alarm_name}\")"
  ])
  ok_actions = var.notify[each.value.severity]

  dynamic "actions_suppressor" {
    for_each = each.value.objective.suppressed ? local.suppressors : []

    content {
      alarm            = actions_suppressor.value
      extension_period = var.suppression.extension_seconds
      wait_period      = var.suppression.wait_seconds
    }
  }

  tags = var.tags
}
