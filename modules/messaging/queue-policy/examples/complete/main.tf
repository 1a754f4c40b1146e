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

  # A role and a topic of another account.
  callers = {
    billing = { role_arn = "arn:aws:iam::111122223333:role/billing", actions = ["sqs:SendMessage"] }
    feed = {
      service    = "sns"
      source_arn = "arn:aws:sns:eu-west-1:111122223333:${each.key}"
      actions    = ["sqs:SendMessage"]
    }
  }
}

output "queues" {
  value = { for name, policy in module.policy : name => policy.queue }
}
