module "orders" {
  source = "../../modules/compute/ecs-service"

  name      = "orders"
  cluster   = module.orders_cluster
  cpu       = 256
  image     = "public.ecr.aws/docker/library/busybox:1.37.0"
  memory_mb = 512
  network   = module.platform.network
  tasks     = { min = 2, max = 10 }
}

module "orders_cluster" {
  source = "../../modules/compute/ecs-cluster"

  name = "orders"
}
