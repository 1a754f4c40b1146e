# Two versions of a service side by side, in a network's private domain.
module "network" {
  source = "../../../../../examples/network"

  name = "example-cloud-map-service-complete"
}

module "namespace" {
  source = "../../../cloud-map"

  name    = "cloud-map-service-complete.internal"
  network = module.network
}

module "users" {
  source = "../.."

  name        = "users"
  description = "Who our customers are."
  dns         = { ttl_seconds = 5 }
  instances = {
    blue  = { address = "10.5.0.7", attributes = { version = "1" } }
    green = { address = "10.5.0.8", attributes = { version = "2" }, port = 8081 }
  }
  namespace = module.namespace
  protocol  = "http"
}

output "users" {
  value = module.users
}
