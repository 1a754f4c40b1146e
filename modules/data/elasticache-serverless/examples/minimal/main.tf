# A cache that grows and shrinks by itself, up to 10 GB: the defaults.
module "network" {
  source = "../../../../network/vpc"

  name               = "example-ec-serverless-minimal"
  availability_zones = ["a", "b"]
  cidr               = "10.42.0.0/16"
  flow_logs          = null
  gateway_endpoints  = []
  nat                = "none"
}

module "cache" {
  source = "../.."

  name    = "example-ecs-minimal"
  network = module.network
}

output "cache" {
  value = module.cache
}
