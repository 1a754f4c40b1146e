module "service" {
  source = "../../../../modules/compute/ecs-service"

  name    = "refusals"
  cluster = local.cluster
  image   = "users:1"
  network = local.network
  # execute_command is true with a read-only root file system, on which ECS starts no session
  execute_command = true
  # clients are worker, and there is no port to connect to: write port too
  clients = { worker = { security_group_id = "sg-0" } }
  # environment and secrets both hold PASSWORD: write each name in one of them
  environment = { PASSWORD = "" }
  secrets     = { PASSWORD = { secret = local.secret } }
  # listener is set without port: write the port
  listener = local.listener
  # sidecars are called refusals: write letters
  sidecars = { refusals = { image = "proxy:1" } }
}

module "service_size" {
  source = "../../../../modules/compute/ecs-service"

  name    = "refusals"
  cluster = local.cluster
  image   = "users:1"
  network = local.network
  # cpu is 300: Fargate has sizes of 256, 512, 1024
  cpu = 300
  # scaling.requests_per_task is 100, and no load balancer counts requests: write listener too
  scaling = { requests_per_task = 100 }
}

module "service_memory" {
  source = "../../../../modules/compute/ecs-service"

  name    = "refusals"
  cluster = local.cluster
  image   = "users:1"
  network = local.network
  cpu     = 512
  # memory_mb is 512: with cpu = 512, Fargate has 1024, 2048, 3072, 4096, write one of these
  memory_mb = 512
}

module "service_protocol" {
  source = "../../../../modules/compute/ecs-service"

  name     = "refusals"
  cluster  = local.cluster
  image    = "users:1"
  network  = local.network
  port     = 8080
  listener = local.listener
  # protocol is "tcp" behind a listener that speaks HTTP
  protocol = "tcp"
  # routes and listener go together, and routes holds 0: write both
  routes = {}
}
