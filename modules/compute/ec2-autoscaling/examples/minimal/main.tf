# Workers that nobody calls, two to ten by their CPU, in two zones, with the newest Amazon Linux: the defaults.
module "network" {
  source = "../../../../network/vpc"

  name               = "example-instances-minimal"
  availability_zones = ["a", "b"]
  cidr               = "10.7.0.0/16"
  flow_logs          = null
  nat                = "none"
}

module "instances" {
  source = "../.."

  name    = "example-instances-minimal"
  network = module.network
}

output "instances" {
  value = module.instances
}
