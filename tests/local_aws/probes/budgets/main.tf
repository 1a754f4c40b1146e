resource "aws_sns_topic" "this" {
  name = "probe-budgets"
}

resource "aws_budgets_budget" "this" {
  name              = "probe"
  budget_type       = "COST"
  limit_amount      = "250"
  limit_unit        = "USD"
  time_unit         = "MONTHLY"
  time_period_start = "2026-01-01_00:00"
  tags              = { team = "probe" }

  cost_filter {
    name   = "TagKeyValue"
    values = ["user:environment$dev"]
  }

  notification {
    comparison_operator        = "GREATER_THAN"
    threshold                  = 80
    threshold_type             = "PERCENTAGE"
    notification_type          = "ACTUAL"
    subscriber_email_addresses = ["costs@example.com"]
    subscriber_sns_topic_arns  = [aws_sns_topic.this.arn]
  }

  notification {
    comparison_operator       = "GREATER_THAN"
    threshold                 = 100
    threshold_type            = "PERCENTAGE"
    notification_type         = "FORECASTED"
    subscriber_sns_topic_arns = [aws_sns_topic.this.arn]
  }
}

data "aws_caller_identity" "current" {
}

resource "aws_iam_policy" "this" {
  name = "probe-budgets"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "ec2:RunInstances", Resource = "*" }]
  })
}

resource "aws_iam_role" "this" {
  name = "probe-budgets"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "budgets.amazonaws.com" } }]
  })
}

resource "aws_budgets_budget_action" "this" {
  budget_name        = aws_budgets_budget.this.name
  action_type        = "APPLY_IAM_POLICY"
  approval_model     = "MANUAL"
  notification_type  = "ACTUAL"
  execution_role_arn = aws_iam_role.this.arn
  action_threshold {
    action_threshold_type  = "PERCENTAGE"
    action_threshold_value = 100
  }
  definition {
    iam_action_definition {
      policy_arn = aws_iam_policy.this.arn
      roles      = [aws_iam_role.this.name]
    }
  }
  subscriber {
    subscription_type = "EMAIL"
    address           = "costs@example.com"
  }
}
