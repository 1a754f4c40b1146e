# Workers without a port, two to ten by their CPU, in two zones, with the newest Amazon Linux: the defaults.
module "network" {
  source = "../../../../../examples/network"

  name = "example-instances-minimal"
}

module "instances" {
  source = "../.."

  name    = "example-instances-minimal"
  network = module.network
}

output "instances" {
  value = module.instances
}
