module "orders" {
  source = "../../modules/serverless/lambda-function"

  name      = "orders"
  handler   = "echo.handlers.api"
  memory_mb = 512
  package   = { path = "../../examples/functions/services/echo/build/echo.zip" }
}
