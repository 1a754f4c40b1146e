module "stream" {
  source = "../../../../modules/messaging/kinesis-stream"

  name = "refusals"
  # alarm_iterator_age_seconds is 86400: write 1 or more, and less than the 86400 s for which records are kept
  alarm_iterator_age_seconds = 86400
}
