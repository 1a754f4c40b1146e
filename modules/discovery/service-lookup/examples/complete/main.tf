# A function that calls a service which another team runs, and looks up again where while it runs.
module "published" {
  source = "../../../service-parameters"

  name    = "/example/service-lookup-complete/users"
  address = { host = "users.example.com", port = 8443, protocol = "https", url = "https://users.example.com:8443" }
}

module "users" {
  source = "../.."

  name = module.published.name

  # Only here, where it is published by the same apply.
  depends_on = [module.published]
}

module "caller" {
  source = "../../../../serverless/lambda-function"

  name        = "example-service-lookup-complete"
  environment = { USERS_PARAMETER = module.published.name, USERS_URL = module.users.address.url }
  grants      = [module.users.grants.read]
  handler     = "echo.handlers.api"
  package     = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

output "caller" {
  value = module.caller
}

output "users" {
  value = module.users
}
