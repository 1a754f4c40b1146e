module "orders_stream" {
  source = "../../modules/messaging/kinesis-stream"

  name = "orders"
}
