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
