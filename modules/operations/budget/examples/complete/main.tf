# Budgets of an environment and of a service; when the service's is used up, its pipeline may deploy nothing more.
module "key" {
  source = "../../../kms-key"

  name     = "example-budget-complete"
  services = ["budgets", "costalerts"]
}

module "topic" {
  source = "../../../../messaging/sns-topic"

  name       = "example-budget-complete"
  kms_key    = module.key
  publishers = { budgets = { service = "budgets" }, anomalies = { service = "costalerts" } }
}

data "aws_caller_identity" "this" {}

module "pipeline" {
  source = "../../../iam-role"

  name    = "example-budget-pipeline"
  callers = { account = { account_id = data.aws_caller_identity.this.account_id } }
}

resource "aws_iam_policy" "stop" {
  name   = "example-budget-complete"
  policy = data.aws_iam_policy_document.stop.json
}

data "aws_iam_policy_document" "stop" {
  statement {
    effect    = "Deny"
    actions   = ["ec2:RunInstances", "ecs:CreateService", "ecs:UpdateService", "lambda:CreateFunction"]
    resources = ["*"]
  }
}

module "budget" {
  source = "../.."

  name                 = "example-budget-complete"
  alarm_actions        = [module.topic.arn]
  cost_allocation_tags = ["CostCenter", "Environment", "Service"]
  emails               = ["ops@example.com"]

  anomalies = {
    groups     = { orders = { key = "Service", values = ["orders", "payments"] } }
    impact_usd = 100
    services   = false
  }

  budgets = {
    environment = {
      actual_percents   = [80, 100]
      amount_usd        = 2000
      forecast_percents = [90, 110]
      tags              = { Environment = "prod" }
    }
    orders = {
      action = {
        automatic  = true
        percent    = 120
        policy_arn = aws_iam_policy.stop.arn
        role_names = [module.pipeline.name]
      }
      amount_usd = 900
      period     = "QUARTERLY"
      services   = ["Amazon DynamoDB", "AWS Lambda"]
      tags       = { Service = "orders" }
    }
  }

  tags = { Service = "platform" }
}

output "budget" {
  value = module.budget
}

output "pipeline" {
  value = module.pipeline
}
