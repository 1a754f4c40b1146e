# A topic that a queue hears.
module "topic" {
  source = "../.."

  name          = "example-sns-topic-minimal"
  subscriptions = { audit = { queue = module.queue } }
}

module "queue" {
  source = "../../../sqs-queue"

  name    = "example-sns-topic-minimal"
  senders = { topic = { service = "sns", source_arn = module.topic.arn } }
}

output "topic" {
  value = module.topic
}

output "queue" {
  value = module.queue
}
