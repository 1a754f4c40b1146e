# Libraries that two functions share.
module "layer" {
  source = "../.."

  name    = "example-lambda-layer-minimal"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }

  # Examples are destroyed after use. Leave this out of yours.
  keep_versions = false
}

module "function" {
  source   = "../../../lambda-function"
  for_each = toset(["read", "write"])

  name    = "example-lambda-layer-minimal-${each.key}"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
  layers  = [module.layer.arn]
}

output "functions" {
  value = module.function
}

output "layer" {
  value = module.layer
}
