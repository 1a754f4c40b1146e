# A cluster that makes its nodes itself (Auto Mode).
module "network" {
  source = "../../../../../examples/network"

  name = "example-eks-minimal"
}

module "cluster" {
  source = "../.."

  name               = "example-eks-minimal"
  auto_mode          = {}
  kubernetes_version = "1.36"
  network            = module.network
}

output "cluster" {
  value = module.cluster
}
