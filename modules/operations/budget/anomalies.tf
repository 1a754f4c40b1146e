locals {
  monitors = var.anomalies == null ? {} : merge(
    var.anomalies.services ? { services = { type = "DIMENSIONAL", dimension = "SERVICE", specification = null } } : {},
    {
      for key, tag in var.anomalies.groups : key => {
        type      = "CUSTOM"
        dimension = null
        # As Cost Explorer answers it, with all that is not asked for: else it differs in each plan.
        specification = jsonencode({
          And            = null
          CostCategories = null
          Dimensions     = null
          Not            = null
          Or             = null
          Tags           = { Key = tag.key, MatchOptions = null, Values = tag.values }
        })
      }
    },
  )
}

resource "aws_ce_anomaly_monitor" "this" {
  for_each = local.monitors

  name                  = "${var.name}-${each.key}"
  monitor_dimension     = each.value.dimension
  monitor_specification = each.value.specification
  monitor_type          = each.value.type

  tags = var.tags
}

# E-mails come once a day; a topic gets each anomaly at once.
# https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_AnomalySubscription.html
resource "aws_ce_anomaly_subscription" "this" {
  for_each = length(local.monitors) == 0 ? {} : merge(
    length(var.emails) == 0 ? {} : {
      emails = { frequency = "DAILY", type = "EMAIL", addresses = var.emails }
    },
    length(var.alarm_actions) == 0 ? {} : {
      topics = { frequency = "IMMEDIATE", type = "SNS", addresses = var.alarm_actions }
    },
  )

  name             = "${var.name}-${each.key}"
  frequency        = each.value.frequency
  monitor_arn_list = [for monitor in aws_ce_anomaly_monitor.this : monitor.arn]

  dynamic "subscriber" {
    for_each = each.value.addresses

    content {
      address = subscriber.value
      type    = each.value.type
    }
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = [tostring(var.anomalies.impact_usd)]
    }
  }

  tags = var.tags
}

# Tags count in bills and budgets once they are activated, in the account that pays, from then on.
# https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
resource "aws_ce_cost_allocation_tag" "this" {
  for_each = var.cost_allocation_tags

  status  = "Active"
  tag_key = each.key
}
