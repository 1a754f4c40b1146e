module "topic" {
  source = "../../../../modules/messaging/sns-topic"

  # name is "orders.fifo": write 1 to 251 letters
  name = "orders.fifo"
  # delivery_logs.success_percent is 101: write 0 to 100 percent
  delivery_logs = { success_percent = 101 }
  # fifo.archive_days is 366: SNS keeps messages for up to a year, write 1 to 365
  fifo = { archive_days = 366 }
  # publishers holds the services ["events.amazonaws.com"]: write short names
  publishers = { rule = { service = "events.amazonaws.com" } }
}

module "topic_kinds" {
  source = "../../../../modules/messaging/sns-topic"

  name = "refusals"
  # subscriptions holds both: write exactly one of queue, function, email and url in each
  subscriptions = { both = { queue = local.queue, email = "on-call@example.com", dead_letter_queue = local.queue } }
}

module "topic_email" {
  source = "../../../../modules/messaging/sns-topic"

  name = "refusals"
  # The email of on_call is "on-call": write an e-mail address
  subscriptions = { on_call = { email = "on-call" } }
}

module "topic_url" {
  source = "../../../../modules/messaging/sns-topic"

  name = "refusals"
  # The url of hook is "http://example.com": messages travel encrypted only, write an address that starts with "https://"
  subscriptions = { hook = { url = "http://example.com", dead_letter_queue = local.queue } }
}

module "topic_filter" {
  source = "../../../../modules/messaging/sns-topic"

  name = "refusals"
  # filter is {"welcome":{"attributes":"{}","body":"{}"}}: write either attributes or body
  subscriptions = {
    welcome = { queue = local.queue, dead_letter_queue = local.queue, filter = { attributes = "{}", body = "{}" } }
  }
}

module "topic_raw" {
  source = "../../../../modules/messaging/sns-topic"

  name = "refusals"
  # raw is true in on_call: SNS delivers raw messages to queues and URLs only, leave it out
  subscriptions = { on_call = { email = "on-call@example.com", raw = true } }
}

module "topic_dead_letters" {
  source = "../../../../modules/messaging/sns-topic"

  name = "refusals"
  # welcome: a subscription's messages are lost when it stays unreachable, write its dead_letter_queue
  subscriptions = { welcome = { queue = local.queue } }
}

module "topic_rule" {
  source = "../../../../modules/messaging/sns-topic"

  name    = "refusals"
  kms_key = { arn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  # publishers holds rule for events with a source_arn: EventBridge does not send the ARN of the rule to the topic
  publishers = { rule = { service = "events", source_arn = "arn:aws:events:eu-west-1:123456789012:rule/returned" } }
}
