# A queue that EventBridge sends what a rule picks.
module "queue" {
  source = "../../../sqs-queue"

  name    = "example-queue-policy-minimal"
  senders = null
}

module "rule" {
  source = "../../../event-rule"

  name    = "example-queue-policy-minimal"
  pattern = jsonencode({ source = ["example.queue-policy.minimal"] })
  targets = { queue = module.queue }
}

module "policy" {
  source = "../.."

  name    = "example-queue-policy-minimal"
  queue   = module.queue
  senders = { rule = { service = "events", source_arn = module.rule.arn } }
}

output "queue" {
  value = module.policy.queue
}
