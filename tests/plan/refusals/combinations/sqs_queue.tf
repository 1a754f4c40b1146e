module "queue" {
  source = "../../../../modules/messaging/sqs-queue"

  name           = "refusals"
  retention_days = 7
  # dead_letter.retention_days is 2: write at least the queue's retention_days (7)
  dead_letter = { retention_days = 2 }
}
