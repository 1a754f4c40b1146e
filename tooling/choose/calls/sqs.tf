module "orders_queue" {
  source = "../../modules/messaging/sqs-queue"

  name = "orders"
}
