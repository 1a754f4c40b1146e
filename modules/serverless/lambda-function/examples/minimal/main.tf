# A function from a zip, with its own role and log group, traced.
module "function" {
  source = "../.."

  name    = "example-lambda-function-minimal"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

output "function" {
  value = module.function
}
