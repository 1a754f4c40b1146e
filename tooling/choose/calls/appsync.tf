module "orders_api" {
  source = "../../modules/serverless/graphql-api"

  name         = "orders"
  data_sources = { orders = { function = module.orders } }
  resolvers    = { "Query.order" = { data_source = "orders" } }
  schema       = "type Order { id: ID! } type Query { order(id: ID!): Order }"
}

module "orders" {
  source = "../../modules/serverless/lambda-function"

  name    = "orders"
  handler = "echo.handlers.graphql"
  package = { path = "../../examples/functions/services/echo/build/echo.zip" }
}
