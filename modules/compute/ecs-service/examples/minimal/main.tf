# A worker without a port, two to ten tasks by their CPU, in two zones: the defaults.
module "network" {
  source = "../../../../../examples/network"

  name = "example-service-minimal"
}

module "cluster" {
  source = "../../../ecs-cluster"

  name = "example-service-minimal"
}

module "service" {
  source = "../.."

  name    = "example-service-minimal"
  cluster = module.cluster
  image   = "public.ecr.aws/docker/library/busybox:1.37.0"
  network = module.network
}

output "service" {
  value = module.service
}
