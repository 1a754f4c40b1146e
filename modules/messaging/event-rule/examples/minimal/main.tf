# Every minute, a message in a queue.
module "rule" {
  source = "../.."

  name     = "example-event-rule-minimal"
  schedule = "rate(1 minute)"
  targets  = { tick = module.queue }
}

module "queue" {
  source = "../../../sqs-queue"

  name    = "example-event-rule-minimal"
  senders = { rule = { service = "events", source_arn = module.rule.arn } }
}

output "queue" {
  value = module.queue
}
