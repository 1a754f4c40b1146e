# A primary and its replica in another zone, entered by IAM: the defaults.
module "network" {
  source = "../../../../../examples/network"

  name = "example-elasticache-minimal"
}

module "cache" {
  source = "../.."

  name    = "example-ec-minimal"
  network = module.network
}

output "cache" {
  value = module.cache
}
