# Large orders of one bus to two queues, one of which gets only what it needs of the event.
module "events" {
  source = "../../../event-bus"

  name    = "example-event-rule-complete"
  archive = null
}

# Alarms cannot publish to a topic under the key that AWS keeps for SNS.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-event-rule-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-event-rule-complete"
  kms_master_key_id = module.key.arn
}

module "rule" {
  source = "../.."

  name          = "example-event-rule-complete"
  description   = "Orders of 1000 and more."
  event_bus     = module.events
  alarm_actions = [aws_sns_topic.alarms.arn]

  pattern = jsonencode({
    source      = ["example.orders"]
    detail-type = ["OrderPlaced"]
    detail      = { total = [{ numeric = [">=", 1000] }] }
  })

  targets = {
    fraud = merge(module.queue["fraud"], { retry = { attempts = 10, max_age_seconds = 3600 } })
    sales = merge(module.queue["sales"], {
      input = {
        paths    = { order = "$.detail.order", total = "$.detail.total" }
        template = "{\"order\": <order>, \"total\": <total>}"
      }
    })
  }

  tags = { Service = "orders" }
}

module "queue" {
  source   = "../../../sqs-queue"
  for_each = toset(["fraud", "sales"])

  name    = "example-event-rule-complete-${each.key}"
  senders = { orders = { service = "events", source_arn = module.rule.arn } }
}

output "events" {
  value = module.events
}

output "queues" {
  value = module.queue
}
