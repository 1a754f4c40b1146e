# A cluster that makes its nodes itself (Auto Mode).
module "network" {
  source = "../../../../network/vpc"

  name               = "example-eks-minimal"
  availability_zones = ["a", "b"]
  cidr               = "10.48.0.0/16"
  flow_logs          = null
  gateway_endpoints  = []
  nat                = "none"
}

module "cluster" {
  source = "../.."

  name               = "example-eks-minimal"
  auto_mode          = {}
  kubernetes_version = "1.34"
  network            = module.network
}

output "cluster" {
  value = module.cluster
}
