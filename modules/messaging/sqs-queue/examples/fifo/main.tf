# Payments in order per account, each once.
module "queue" {
  source = "../.."

  name        = "example-sqs-queue-fifo"
  fifo        = { content_based_deduplication = true }
  dead_letter = { max_receives = 2 }
}

output "queue" {
  value = module.queue
}
