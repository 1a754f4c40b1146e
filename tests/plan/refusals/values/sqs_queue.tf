module "queue" {
  source = "../../../../modules/messaging/sqs-queue"

  # name is "welcome.fifo": write 1 to 62 letters
  name = "welcome.fifo"
  # alarm_age_seconds is 30: the age is measured each minute, write 60 or more
  alarm_age_seconds = 30
  # delay_seconds is 901: write 0 to 900 seconds
  delay_seconds = 901
  # retention_days is 15: SQS keeps messages for up to 14 days, write 1 to 14
  retention_days = 15
  # senders holds the services ["events.amazonaws.com"]: write short names
  senders = {
    rule = { service = "events.amazonaws.com", source_arn = "arn:aws:events:eu-west-1:000000000000:rule/refusals" }
  }
  # visibility_timeout_seconds is 43201: write 0 to 43200 seconds
  visibility_timeout_seconds = 43201
  # wait_seconds is 21: write 0 to 20 seconds
  wait_seconds = 21
}

module "queue_dead_letter" {
  source = "../../../../modules/messaging/sqs-queue"

  name = "refusals"
  # dead_letter.max_receives is 0: write 1 to 1000
  dead_letter = { max_receives = 0 }
}
