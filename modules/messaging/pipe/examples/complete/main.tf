# Changes of a table become events of the domain on a bus; those that fail end in a queue.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-pipe-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "delivery.logs", "events", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-pipe-complete"
  kms_master_key_id = module.key.arn
}

module "orders" {
  source = "../../../../data/dynamodb-table"

  name          = "example-pipe-complete"
  partition_key = { name = "id" }
  stream        = "NEW_AND_OLD_IMAGES"
  kms_key       = module.key

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "enrich" {
  source = "../../../../serverless/lambda-function"

  name    = "example-pipe-complete"
  handler = "echo.handlers.enrich"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
  kms_key = module.key
}

module "events" {
  source = "../../../event-bus"

  name    = "example-pipe-complete"
  archive = null
  kms_key = module.key
}

module "rule" {
  source = "../../../event-rule"

  name      = "example-pipe-complete"
  event_bus = module.events
  pattern   = jsonencode({ source = ["example.orders"], detail-type = ["OrderPlaced"] })
  targets   = { told = module.queue["told"] }
}

module "queue" {
  source   = "../../../sqs-queue"
  for_each = toset(["failed", "told"])

  name    = "example-pipe-complete-${each.key}"
  kms_key = module.key
  senders = { rule = { service = "events", source_arn = module.rule.arn } }
}

module "pipe" {
  source = "../.."

  name          = "example-pipe-complete"
  description   = "Notifies the domain of new orders."
  alarm_actions = [aws_sns_topic.alarms.arn]
  enrichment    = { function = module.enrich, input = "{ \"order\": <$.dynamodb.Keys.id.S> }" }
  kms_key       = module.key
  log           = { level = "INFO", retention_days = 90, kms_key = module.key }

  from = {
    table_stream      = module.orders
    filters           = [jsonencode({ eventName = ["INSERT"] })]
    dead_letter_queue = module.queue["failed"]
    max_age_seconds   = 3600
    max_retries       = 3
  }

  to = {
    event_bus    = module.events
    detail_type  = "OrderPlaced"
    event_source = "example.orders"
  }

  tags = { Service = "orders" }
}

output "orders" {
  value = module.orders
}

output "pipe" {
  value = module.pipe
}

output "queues" {
  value = module.queue
}
