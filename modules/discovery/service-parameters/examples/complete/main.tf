# A service that is found by its parameter, wherever it listens: only `address` changes when it moves.
module "network" {
  source = "../../../../../examples/network"

  name = "example-service-parameters-complete"
}

module "namespace" {
  source = "../../../cloud-map"

  name    = "service-parameters-complete.internal"
  network = module.network
}

module "users" {
  source = "../../../cloud-map-service"

  name      = "users"
  namespace = module.namespace
}

module "published" {
  source = "../.."

  name        = "/example/service-parameters-complete/users"
  address     = module.users.address
  description = "Who our customers are."

  tags = { Example = "service-parameters-complete" }
}

output "published" {
  value = module.published
}

output "users" {
  value = module.users
}
