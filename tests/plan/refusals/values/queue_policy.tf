module "queue_policy" {
  source = "../../../../modules/messaging/queue-policy"

  # name is "a b": write 1 to 80 letters
  name = "a b"
  queue = {
    arn = "arn:aws:sqs:eu-west-1:000000000000:refusals"
    url = "https://sqs.eu-west-1.amazonaws.com/000000000000/refusals"
  }
  # senders holds the services ["events.amazonaws.com"]: write short names
  senders = {
    rule = { service = "events.amazonaws.com", source_arn = "arn:aws:events:eu-west-1:000000000000:rule/refusals" }
  }
}
