# The dashboard of a service of one function and its queue.
module "dashboard" {
  source = "../.."

  name            = "example-dashboard-minimal"
  functions       = { worker = module.function }
  log_group_names = [module.function.log_group_name]
  queues          = { orders = module.queue }
}

module "queue" {
  source = "../../../../messaging/sqs-queue"

  name = "example-dashboard-minimal"
}

module "function" {
  source = "../../../../serverless/lambda-function"

  name    = "example-dashboard-minimal"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

output "dashboard" {
  value = module.dashboard
}
