# A primary and its replica in another zone, entered by IAM: the defaults.
module "network" {
  source = "../../../../network/vpc"

  name               = "example-elasticache-minimal"
  availability_zones = ["a", "b"]
  cidr               = "10.40.0.0/16"
  flow_logs          = null
  gateway_endpoints  = []
  nat                = "none"
}

module "cache" {
  source = "../.."

  name    = "example-ec-minimal"
  network = module.network
}

output "cache" {
  value = module.cache
}
