# Rules and topics by for_each, each with a queue, and queues that let in both.
locals {
  events = toset(["orders", "users"])
}

module "queue" {
  source   = "../../../sqs-queue"
  for_each = local.events

  name    = "example-queue-policy-${each.key}"
  senders = null
}

module "rule" {
  source   = "../../../event-rule"
  for_each = local.events

  name    = "example-queue-policy-${each.key}"
  pattern = jsonencode({ source = ["example.queue-policy.${each.key}"] })
  targets = { queue = module.queue[each.key] }
}

module "topic" {
  source   = "../../../sns-topic"
  for_each = local.events

  name          = "example-queue-policy-${each.key}"
  subscriptions = { queue = { queue = module.queue[each.key] } }
}

module "policy" {
  source   = "../.."
  for_each = local.events

  name  = "example-queue-policy-${each.key}"
  queue = module.queue[each.key]
  senders = {
    rule  = { service = "events", source_arn = module.rule[each.key].arn }
    topic = { service = "sns", source_arn = module.topic[each.key].arn }
  }
}

output "queues" {
  value = { for name, policy in module.policy : name => policy.queue }
}
