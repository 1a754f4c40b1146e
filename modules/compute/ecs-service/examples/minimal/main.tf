# A worker that nobody calls, two to ten tasks by their CPU, in two zones: the defaults.
module "network" {
  source = "../../../../network/vpc"

  name               = "example-service-minimal"
  availability_zones = ["a", "b"]
  cidr               = "10.5.0.0/16"
  nat                = "single"
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
