# A worker that consumes a Kinesis stream and a table's changes, and a counter with a throughput of its own.
module "orders" {
  source = "../../../../messaging/kinesis-stream"

  name      = "example-lambda-function-streams"
  consumers = ["tally"]
}

module "customers" {
  source = "../../../../data/dynamodb-table"

  name          = "example-lambda-function-streams"
  partition_key = { name = "id" }
  stream        = "NEW_IMAGE"

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "failed" {
  source = "../../../../messaging/sqs-queue"

  name        = "example-lambda-function-streams-failed"
  dead_letter = null
}

module "records" {
  source = "../../../../data/s3-bucket"

  name = "example-lambda-function-streams"

  # Examples are destroyed after use. Leave this out of yours.
  force_destroy = true
}

module "worker" {
  source = "../.."

  name    = "example-lambda-function-streams-worker"
  handler = "echo.handlers.strict"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }

  event_sources = {
    customers = {
      table_stream = module.customers
      filters = [
        jsonencode({
          eventName = ["INSERT"]
          dynamodb  = { NewImage = { kind = { S = ["gold"] } } }
        }),
      ]
      max_retries            = 0
      on_failure             = module.records
      partial_batch_response = false
    }
    orders = {
      stream                 = module.orders
      batch_size             = 50
      batch_window_seconds   = 1
      max_age_seconds        = 3600
      max_retries            = 1
      on_failure             = module.failed
      parallelization        = 2
      partial_batch_response = false
    }
  }
}

module "tally" {
  source = "../.."

  name    = "example-lambda-function-streams-tally"
  handler = "echo.handlers.tally"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }

  event_sources = {
    orders = {
      stream                  = module.orders.consumers["tally"]
      on_failure              = module.failed
      tumbling_window_seconds = 60
    }
  }
}

output "customers" {
  value = module.customers
}

output "failed" {
  value = module.failed
}

output "orders" {
  value = module.orders
}

output "records" {
  value = module.records
}

output "tally" {
  value = module.tally
}

output "worker" {
  value = module.worker
}
