module "topic" {
  source = "../../../../modules/messaging/sns-topic"

  name = "refusals"
  fifo = {}
  # publishers holds rule and kms_key is not set: AWS services may not use the key that AWS keeps for SNS, write a kms_key
  publishers = { rule = { service = "events" } }
  # subscriptions holds on_call and fifo is set: a FIFO topic delivers to queues only, write a queue
  subscriptions = { on_call = { email = "on-call@example.com" } }
}

module "topic_key" {
  source = "../../../../modules/messaging/sns-topic"

  name    = "refusals"
  kms_key = { arn = "arn:aws:kms:eu-west-1:000000000000:key/00000000-0000-0000-0000-000000000000", services = ["logs"] }
  # publishers holds the services cloudwatch and kms_key only ["logs"]: what they publish would be lost
  publishers = { alarms = { service = "cloudwatch" } }
}
