resource "aws_budgets_budget" "this" {
  for_each = var.budgets

  name         = "${var.name}-${each.key}"
  budget_type  = "COST"
  limit_amount = tostring(each.value.amount_usd)
  limit_unit   = "USD"
  time_unit    = each.value.period

  dynamic "cost_filter" {
    for_each = length(each.value.tags) == 0 ? {} : {
      TagKeyValue = [for key, value in each.value.tags : format("user:%s$%s", key, value)]
    }

    content {
      name   = cost_filter.key
      values = cost_filter.value
    }
  }

  dynamic "cost_filter" {
    for_each = length(each.value.services) == 0 ? [] : [each.value.services]

    content {
      name   = "Service"
      values = cost_filter.value
    }
  }

  # A budget has five notifications at most, each with ten addresses and one topic.
  # https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html
  dynamic "notification" {
    for_each = concat(
      [for percent in each.value.actual_percents : { type = "ACTUAL", percent = percent }],
      [for percent in each.value.forecast_percents : { type = "FORECASTED", percent = percent }],
    )

    content {
      comparison_operator        = "GREATER_THAN"
      notification_type          = notification.value.type
      subscriber_email_addresses = var.emails
      subscriber_sns_topic_arns  = var.alarm_actions
      threshold                  = notification.value.percent
      threshold_type             = "PERCENTAGE"
    }
  }

  tags = var.tags
}

# When a budget is used up, AWS attaches a policy to roles, which are then refused what it denies.
# https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-controls.html
resource "aws_budgets_budget_action" "this" {
  for_each = { for key, budget in var.budgets : key => budget.action if budget.action != null }

  action_type        = "APPLY_IAM_POLICY"
  approval_model     = each.value.automatic ? "AUTOMATIC" : "MANUAL"
  budget_name        = aws_budgets_budget.this[each.key].name
  execution_role_arn = aws_iam_role.action[0].arn
  notification_type  = "ACTUAL"

  action_threshold {
    action_threshold_type  = "PERCENTAGE"
    action_threshold_value = each.value.percent
  }

  definition {
    iam_action_definition {
      policy_arn = each.value.policy_arn
      roles      = each.value.role_names
    }
  }

  dynamic "subscriber" {
    for_each = concat(
      [for email in var.emails : { type = "EMAIL", address = email }],
      [for topic in var.alarm_actions : { type = "SNS", address = topic }],
    )

    content {
      address           = subscriber.value.address
      subscription_type = subscriber.value.type
    }
  }

  tags = var.tags

  depends_on = [aws_iam_role_policy.action]
}

resource "aws_iam_role" "action" {
  count = anytrue([for budget in var.budgets : budget.action != null]) ? 1 : 0

  name_prefix          = "${substr(var.name, 0, 37)}-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "Attaches a policy when a budget of ${var.name} is used up."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "action" {
  count = length(aws_iam_role.action)

  name   = "attach"
  policy = data.aws_iam_policy_document.action.json
  role   = aws_iam_role.action[0].name
}

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["budgets.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }
}

data "aws_iam_policy_document" "action" {
  dynamic "statement" {
    for_each = { for key, budget in var.budgets : key => budget.action if budget.action != null }

    content {
      actions = ["iam:AttachRolePolicy", "iam:DetachRolePolicy"]
      resources = [
        for role in statement.value.role_names :
        "arn:${data.aws_partition.this.partition}:iam::${data.aws_caller_identity.this.account_id}:role/${role}"
      ]

      condition {
        test     = "ArnEquals"
        variable = "iam:PolicyARN"
        values   = [statement.value.policy_arn]
      }
    }
  }
}
