module "queue" {
  source = "../../../../modules/messaging/sqs-queue"

  name           = "refusals"
  retention_days = 7
  # dead_letter.retention_days is 2: write at least the queue's retention_days (7)
  dead_letter = { retention_days = 2 }
}

module "queue_key" {
  source = "../../../../modules/messaging/sqs-queue"

  name    = "refusals"
  kms_key = { arn = "arn:aws:kms:eu-west-1:000000000000:key/00000000-0000-0000-0000-000000000000", services = ["logs"] }
  # senders holds the services events and kms_key only ["logs"]: what they send would be lost, write each
  senders = { rule = { service = "events", source_arn = "arn:aws:events:eu-west-1:000000000000:rule/refusals" } }
}
