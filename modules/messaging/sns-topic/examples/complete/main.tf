# Orders to those who want them: two queues that filter, one by attributes and one by the message, and a function.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-sns-topic-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "events", "logs", "sns"]

  callers = {
    returns = { account_id = "111122223333", actions = ["kms:Decrypt", "kms:GenerateDataKey"] }
  }
}

module "alarms" {
  source = "../.."

  name          = "example-sns-topic-complete-alarms"
  kms_key       = module.key
  publishers    = { alarms = { service = "cloudwatch" } }
  subscriptions = { on_call = { email = "on-call@example.com" } }
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
    arn = module.queue["lost"].arn
  }
}

module "topic" {
  source = "../.."

  name          = "example-sns-topic-complete"
  alarm_actions = [module.alarms.arn]
  delivery_logs = { success_percent = 10, kms_key = module.key }
  kms_key       = module.key
  publishers    = { returned = { service = "events" } }

  callers = {
    returns = { account_id = "111122223333", actions = ["sns:Publish"] }
    # Subscribes queues of its own.
    shops = {
      organization_id = "o-a1b2c3d4e5"
      actions         = ["sns:Subscribe"]
      conditions      = [{ test = "StringEquals", variable = "sns:Protocol", values = ["sqs"] }]
    }
  }

  subscriptions = {
    fraud = {
      queue = module.queue["fraud"]
      filter = {
        body = jsonencode({
          total    = [{ numeric = [">=", 1000] }]
          customer = { country = [{ anything-but = ["IE"] }] }
        })
      }
      raw = true
    }
    shoes = {
      queue  = module.queue["shoes"]
      filter = { attributes = jsonencode({ category = ["shoes"] }) }
    }
    worker = { function = module.worker, dead_letter_queue = module.queue["lost"] }
  }

  tags = { Service = "orders" }
}

module "queue" {
  source   = "../../../sqs-queue"
  for_each = toset(["fraud", "lost", "shoes"])

  name    = "example-sns-topic-complete-${each.key}"
  kms_key = module.key
  senders = { topic = { service = "sns", source_arn = module.topic.arn } }
}

module "worker" {
  source = "../../../../serverless/lambda-function"

  name     = "example-sns-topic-complete"
  handler  = "echo.handlers.api"
  invokers = { topic = { service = "sns", source_arn = module.topic.arn } }
  package  = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

output "topic" {
  value = module.topic
}

output "queues" {
  value = module.queue
}

output "worker" {
  value = module.worker
}
