# A worker that consumes a queue and a table's stream behind an alias, encrypted with the domain's key, with alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-lambda-function-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "events", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-lambda-function-complete"
  kms_master_key_id = module.key.arn
}

module "orders" {
  source = "../../../../data/dynamodb-table"

  name          = "example-lambda-function-complete"
  partition_key = { name = "id" }
  stream        = "NEW_AND_OLD_IMAGES"
  kms_key       = module.key

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "placed" {
  source = "../../../../messaging/sqs-queue"

  name                       = "example-lambda-function-complete"
  kms_key                    = module.key
  visibility_timeout_seconds = 60
}

module "failed" {
  source = "../../../../messaging/sqs-queue"

  name        = "example-lambda-function-complete-failed"
  dead_letter = null
  kms_key     = module.key
  senders     = { nightly = { service = "events", source_arn = module.nightly.arn } }
}

module "nightly" {
  source = "../../../../messaging/event-rule"

  name        = "example-lambda-function-complete"
  description = "Has the worker tidy up."
  schedule    = "cron(0 3 * * ? *)"
  targets     = { worker = { arn = module.function.arn, dead_letter_queue = module.failed } }
}

module "function" {
  source = "../.."

  name        = "example-lambda-function-complete"
  description = "Takes orders from the queue into the table."
  handler     = "echo.handlers.worker"
  package     = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }

  memory_mb            = 512
  storage_mb           = 1024
  timeout_seconds      = 9
  reserved_concurrency = 20
  alias                = {}
  alarm_actions        = [aws_sns_topic.alarms.arn]
  environment          = { TABLE_NAME = module.orders.name }
  grants               = [module.orders.grants.read_write]
  invokers             = { nightly = { service = "events", source_arn = module.nightly.arn } }
  kms_key              = module.key
  log                  = { level = "DEBUG", retention_days = 90, kms_key = module.key }

  asynchronous = {
    max_age_seconds = 3600
    retries         = 1
    on_failure      = module.failed
  }

  event_sources = {
    placed = {
      queue                = module.placed
      batch_size           = 50
      batch_window_seconds = 1
      filters              = [jsonencode({ body = { kind = ["order"] } })]
      max_concurrency      = 10
    }
    changed = {
      table_stream = module.orders
      on_failure   = module.failed
    }
  }

  tags = { Service = "orders" }
}

output "function" {
  value = module.function
}

output "failed" {
  value = module.failed
}

output "placed" {
  value = module.placed
}
