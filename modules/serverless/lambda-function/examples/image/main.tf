# A function from an image. Push it, for the function's architecture, before the function is made.
module "registry" {
  source = "../../../../compute/container-registry"

  name = "example-lambda-function-image"
}

module "function" {
  source = "../.."

  name  = "example-lambda-function-image"
  image = { uri = "${module.registry.url}:1.0.0", command = ["echo.handlers.api"] }
}

output "function" {
  value = module.function
}

output "registry" {
  value = module.registry
}
