# A function that others call and do not wait for: one call at a time, with a notification of each result, and failed
# events kept.
module "queue" {
  source   = "../../../../messaging/sqs-queue"
  for_each = toset(["dead", "done", "failed"])

  name        = "example-lambda-function-queued-${each.key}"
  dead_letter = null
}

module "function" {
  source = "../.."

  name    = "example-lambda-function-queued"
  handler = "echo.handlers.step"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }

  alias                = {}
  allow_recursion      = true
  dead_letter          = module.queue["dead"]
  reserved_concurrency = 1

  asynchronous = {
    retries    = 1
    on_failure = module.queue["failed"]
    on_success = module.queue["done"]
  }
}

output "function" {
  value = module.function
}

output "queues" {
  value = module.queue
}
