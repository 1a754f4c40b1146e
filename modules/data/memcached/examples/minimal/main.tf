# Two nodes in two zones: the defaults.
module "network" {
  source = "../../../../network/vpc"

  name               = "example-memcached-minimal"
  availability_zones = ["a", "b"]
  cidr               = "10.44.0.0/16"
  flow_logs          = null
  gateway_endpoints  = []
  nat                = "none"
}

module "cache" {
  source = "../.."

  name    = "example-memcached-minimal"
  network = module.network
}

output "cache" {
  value = module.cache
}
