# A queue with a dead-letter queue, long polling and encryption: the defaults.
module "queue" {
  source = "../.."

  name = "example-sqs-queue-minimal"
}

output "queue" {
  value = module.queue
}
