# Payments in order per account, each once.
module "topic" {
  source = "../.."

  name          = "example-sns-topic-fifo"
  fifo          = { content_based_deduplication = true }
  subscriptions = { ledger = { queue = module.queue, raw = true } }
}

module "queue" {
  source = "../../../sqs-queue"

  name    = "example-sns-topic-fifo"
  fifo    = {}
  senders = { topic = { service = "sns", source_arn = module.topic.arn } }
}

output "topic" {
  value = module.topic
}

output "queue" {
  value = module.queue
}
