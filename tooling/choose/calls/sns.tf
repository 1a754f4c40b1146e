module "orders_topic" {
  source = "../../modules/messaging/sns-topic"

  name          = "orders"
  subscriptions = { audit = { queue = module.audit_queue } }
}

module "audit_queue" {
  source = "../../modules/messaging/sqs-queue"

  name    = "orders-audit"
  senders = { topic = { service = "sns", source_arn = module.orders_topic.arn } }
}
