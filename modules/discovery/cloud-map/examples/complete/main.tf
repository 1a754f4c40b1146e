# A private domain of a network, in which a cluster's services call each other too.
module "network" {
  source = "../../../../../examples/network"

  name = "example-cloud-map-complete"
}

module "namespace" {
  source = "../.."

  name        = "cloud-map-complete.internal"
  description = "Services of the example."
  network     = module.network

  tags = { Example = "cloud-map-complete" }
}

module "cluster" {
  source = "../../../../compute/ecs-cluster"

  name      = "example-cloud-map-complete"
  namespace = module.namespace
}

output "cluster" {
  value = module.cluster
}

output "namespace" {
  value = module.namespace
}
