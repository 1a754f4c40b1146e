module "orders_api" {
  source = "../../modules/serverless/websocket-api"

  name = "orders"
  routes = {
    "$connect" = { function = module.orders }
    "$default" = { function = module.orders, answers = true }
  }
}

module "orders" {
  source = "../../modules/serverless/lambda-function"

  name    = "orders"
  handler = "echo.handlers.api"
  package = { path = "../../examples/functions/services/echo/build/echo.zip" }
}
