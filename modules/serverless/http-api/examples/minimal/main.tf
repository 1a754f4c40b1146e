# One route to one function, for callers that IAM knows.
module "function" {
  source = "../../../lambda-function"

  name    = "example-http-api-minimal"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

module "api" {
  source = "../.."

  name   = "example-http-api-minimal"
  routes = { "GET /echo" = { function = module.function } }
}

output "api" {
  value = module.api
}
