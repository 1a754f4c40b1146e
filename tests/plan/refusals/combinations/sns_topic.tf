module "topic" {
  source = "../../../../modules/messaging/sns-topic"

  name = "refusals"
  fifo = {}
  # publishers holds rule and kms_key is not set: AWS services may not use the key that AWS keeps for SNS, write a kms_key
  publishers = { rule = { service = "events" } }
  # subscriptions holds on_call and fifo is set: a FIFO topic delivers to queues only, write a queue
  subscriptions = { on_call = { email = "on-call@example.com" } }
}
