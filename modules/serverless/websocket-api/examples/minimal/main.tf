# Messages are answered, for callers that IAM knows.
module "function" {
  source = "../../../lambda-function"

  name    = "example-websocket-api-minimal"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

module "api" {
  source = "../.."

  name = "example-websocket-api-minimal"

  routes = {
    "$connect" = { function = module.function }
    "$default" = { function = module.function, answers = true }
  }
}

output "api" {
  value = module.api
}
