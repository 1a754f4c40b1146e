# Two nodes in two zones: the defaults.
module "network" {
  source = "../../../../../examples/network"

  name = "example-memcached-minimal"
}

module "cache" {
  source = "../.."

  name    = "example-memcached-minimal"
  network = module.network
}

output "cache" {
  value = module.cache
}
