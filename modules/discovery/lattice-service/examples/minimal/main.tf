# A function that everything in the service network may call by name.
module "lattice" {
  source = "../../../lattice"

  name = "example-lattice-service-minimal"
  log  = null
}

module "function" {
  source = "../../../../serverless/lambda-function"

  name    = "example-lattice-service-minimal"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

module "service" {
  source = "../.."

  name     = "example-service-minimal"
  forward  = { function = 1 }
  lattices = { shop = module.lattice }
  targets  = { function = { function = module.function } }
}

output "service" {
  value = module.service
}
