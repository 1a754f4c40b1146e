# As sns-topic/examples/complete, without the function.
module "topic_key" {
  source = "../../../modules/operations/kms-key"

  name                 = "example-sns-topic-complete"
  deletion_window_days = 7
  services             = ["events", "sns"]
}

resource "aws_cloudwatch_event_rule" "returned" {
  name          = "example-sns-topic-complete"
  description   = "Orders that came back."
  event_pattern = jsonencode({ source = ["example.returns"] })
}

resource "aws_cloudwatch_event_target" "returned" {
  rule       = aws_cloudwatch_event_rule.returned.name
  arn        = module.topic.arn
  input_path = "$.detail"

  dead_letter_config {
    arn = module.topic_queue["lost"].arn
  }
}

module "topic" {
  source = "../../../modules/messaging/sns-topic"

  name       = "example-sns-topic-complete"
  kms_key    = module.topic_key
  publishers = { returned = { service = "events" } }

  subscriptions = {
    fraud = {
      queue = module.topic_queue["fraud"]
      filter = {
        body = jsonencode({
          total    = [{ numeric = [">=", 1000] }]
          customer = { country = [{ anything-but = ["IE"] }] }
        })
      }
      raw = true
    }
    shoes = {
      queue  = module.topic_queue["shoes"]
      filter = { attributes = jsonencode({ category = ["shoes"] }) }
    }
  }
}

module "topic_queue" {
  source   = "../../../modules/messaging/sqs-queue"
  for_each = toset(["fraud", "lost", "shoes"])

  name    = "example-sns-topic-complete-${each.key}"
  kms_key = module.topic_key
  senders = { topic = { service = "sns", source_arn = module.topic.arn } }
}

output "sns_topic_complete" {
  value = { topic = module.topic, queues = module.topic_queue }
}
