module "orders_queue" {
  source = "../../modules/messaging/sqs-queue"

  name = "orders"
  fifo = { content_based_deduplication = true }
}
