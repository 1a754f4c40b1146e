# A queue that event rules, another account and the organization feed, encrypted with the domain's key, with alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-sqs-queue-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "events", "sns"]

  callers = {
    billing = { account_id = "111122223333", actions = ["kms:Decrypt", "kms:GenerateDataKey"] }
    shops   = { organization_id = "o-a1b2c3d4e5", actions = ["kms:Decrypt", "kms:GenerateDataKey"] }
  }
}

resource "aws_sns_topic" "alarms" {
  name              = "example-sqs-queue-complete"
  kms_master_key_id = module.key.arn
}

resource "aws_cloudwatch_event_rule" "placed" {
  name          = "example-sqs-queue-complete"
  description   = "Orders that were placed."
  event_pattern = jsonencode({ source = ["example.orders"] })
}

resource "aws_cloudwatch_event_target" "placed" {
  rule = aws_cloudwatch_event_rule.placed.name
  arn  = module.queue.arn

  dead_letter_config {
    arn = module.queue.dead_letter_queue.arn
  }
}

resource "aws_cloudwatch_event_rule" "cancelled" {
  name          = "example-sqs-queue-complete-cancelled"
  description   = "Orders that were cancelled."
  event_pattern = jsonencode({ source = ["example.cancellations"] })
}

resource "aws_cloudwatch_event_target" "cancelled" {
  rule = aws_cloudwatch_event_rule.cancelled.name
  arn  = module.queue.arn

  dead_letter_config {
    arn = module.queue.dead_letter_queue.arn
  }
}

module "queue" {
  source = "../.."

  name                       = "example-sqs-queue-complete"
  visibility_timeout_seconds = 60
  retention_days             = 7
  alarm_actions              = [aws_sns_topic.alarms.arn]
  alarm_age_seconds          = 300
  dead_letter                = { max_receives = 3 }
  kms_key                    = module.key

  callers = {
    billing = { account_id = "111122223333", actions = ["sqs:GetQueueUrl", "sqs:SendMessage"] }
    shops = {
      organization_id = "o-a1b2c3d4e5"
      actions         = ["sqs:SendMessage"]
      conditions      = [{ test = "StringNotEquals", variable = "aws:PrincipalAccount", values = ["444455556666"] }]
    }
  }

  senders = {
    cancelled = { service = "events", source_arn = aws_cloudwatch_event_rule.cancelled.arn }
    placed    = { service = "events", source_arn = aws_cloudwatch_event_rule.placed.arn }
  }

  tags = { Service = "orders" }
}

output "queue" {
  value = module.queue
}
