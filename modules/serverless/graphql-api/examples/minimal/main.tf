# Users by a function, for callers whom IAM knows.
module "users" {
  source = "../../../lambda-function"

  name    = "example-graphql-api-minimal"
  handler = "echo.handlers.graphql"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

module "api" {
  source = "../.."

  name         = "example-graphql-api-minimal"
  schema       = file("${path.module}/schema.graphql")
  data_sources = { users = { function = module.users } }
  resolvers    = { "Query.getUser" = { data_source = "users" } }
}

output "api" {
  value = module.api
}
