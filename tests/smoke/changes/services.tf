# Another image, size, capacity, number of tasks and way to be reached.
module "cluster" {
  source = "../../../modules/compute/ecs-cluster"

  name            = "release"
  execute_command = null
}

module "service" {
  source = "../../../modules/compute/ecs-service"

  name    = "release"
  cluster = module.cluster
  network = local.network
  image = (
    var.next ? "public.ecr.aws/docker/library/busybox:1.37.0" :
    "public.ecr.aws/docker/library/busybox:1.36.1"
  )
  capacity        = var.next ? { FARGATE = { base = 1 }, FARGATE_SPOT = { weight = 3 } } : { FARGATE = {} }
  connect         = var.next ? {} : null
  cpu             = var.next ? 512 : 256
  execute_command = var.next
  read_only_root  = !var.next
  memory_mb       = var.next ? 1024 : 512
  port            = var.next ? 8080 : null
  tasks           = var.next ? { min = 3, max = 6 } : { min = 2, max = 4 }
}
