# Orders are placed step by step: tasks are retried, failures undo what was done, large orders wait for somebody's word.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-state-machine-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "delivery.logs", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-state-machine-complete"
  kms_master_key_id = module.key.arn
}

module "orders" {
  source = "../../../../data/dynamodb-table"

  name          = "example-state-machine-complete"
  partition_key = { name = "id" }
  kms_key       = module.key

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "queue" {
  source   = "../../../../messaging/sqs-queue"
  for_each = toset(["approvals", "placed"])

  name        = "example-state-machine-complete-${each.key}"
  dead_letter = null
  kms_key     = module.key
}

module "step" {
  source = "../../../lambda-function"

  name    = "example-state-machine-complete"
  handler = "echo.handlers.step"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
  kms_key = module.key
}

module "checkout" {
  source = "../.."

  name          = "example-state-machine-complete"
  definition    = file("${path.module}/checkout.asl.json")
  alarm_actions = [aws_sns_topic.alarms.arn]
  alias         = {}
  functions     = { step = module.step }
  grants = [
    module.orders.grants.write,
    module.queue["approvals"].grants.send,
    module.queue["placed"].grants.send,
  ]
  kms_key = module.key
  log     = { level = "ALL", include_data = true, retention_days = 90, kms_key = module.key }

  substitutions = {
    texts = {
      approvals = module.queue["approvals"].url
      orders    = module.orders.name
      placed    = module.queue["placed"].url
      shop      = "The \"Corner\" Shop"
    }
    numbers  = { at_a_time = 5, large = 1000, patience = 90000 }
    booleans = { gifts = false }
  }

  tags = { Service = "orders" }
}

output "checkout" {
  value = module.checkout
}

output "orders" {
  value = module.orders
}

output "queues" {
  value = module.queue
}

output "step" {
  value = module.step
}
