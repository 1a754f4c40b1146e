module "orders_api" {
  source = "../../modules/serverless/rest-api"

  name   = "orders"
  routes = { "GET /orders" = { function = module.orders } }
}

module "orders" {
  source = "../../modules/serverless/lambda-function"

  name    = "orders"
  handler = "echo.handlers.api"
  package = { path = "../../examples/functions/services/echo/build/echo.zip" }
}
