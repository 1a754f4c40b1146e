locals {
  many = { for number in range(20) : "caller${number}" => { account_id = "111122223333", actions = ["sqs:SendMessage"] } }
}

module "queue_of_many" {
  source = "../../../../modules/messaging/sqs-queue"

  name = "refusals"
  # There are 20 callers beside the services of senders: a queue's policy has 20 statements
  callers = local.many
}

module "queue_without_policy" {
  source = "../../../../modules/messaging/sqs-queue"

  name    = "refusals"
  senders = null
  # callers holds ["billing"] and senders is null, which leaves the policy to messaging/queue-policy: write them as
  callers = { billing = { account_id = "111122223333", actions = ["sqs:SendMessage"] } }
}

module "queue_policy_of_many" {
  source = "../../../../modules/messaging/queue-policy"

  name    = "refusals"
  queue   = { arn = "arn:aws:sqs:eu-west-1:000000000000:refusals", url = "https://sqs.eu-west-1.amazonaws.com/1/a" }
  senders = {}
  # There are 20 callers beside the services of senders: a queue's policy has 20 statements
  callers = local.many
}

module "topic_of_many" {
  source = "../../../../modules/messaging/sns-topic"

  name = "refusals"
  # There are 100 callers and 0 publishers: a topic's policy has 100 statements
  # callers holds ["caller0","caller1","caller10",
  callers = { for number in range(100) : "caller${number}" => { account_id = "111122223333", actions = ["sns:Publish"] } }
}
