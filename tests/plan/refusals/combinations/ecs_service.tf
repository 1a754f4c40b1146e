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
  # daemon is true on Fargate, which has no instances
  daemon = true
  # log_driver.name is "syslog" on Fargate, which has none
  log_driver = { name = "syslog" }
  port       = 8080
  # ports is {"admin":8080}: write names of lower-case letters
  ports = { admin = 8080 }
  # ulimits is {"nproc":{"hard":1,"soft":null}}: write limits by their names
  ulimits = { nproc = { hard = 1 } }
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

module "service_extras" {
  source = "../../../../modules/compute/ecs-service"

  name     = "refusals"
  capacity = { shop = {} }
  cluster  = local.cluster
  daemon   = true
  image    = "users:1"
  network  = local.network
  port     = 8080
  # deployment_percent.max is 150 of a daemon, of which an instance has one
  deployment_percent = { max = 150 }
  # lattice has the ports ["none"], and ports are refusals: write one of these
  lattice = {
    web = {
      target_group_arn = "arn:aws:vpc-lattice:eu-west-1:000000000000:targetgroup/tg-0123456789abcdef0"
      port             = "none"
    }
  }
  # target_groups holds 1 with the ports [7]: write 4 at most
  target_groups = {
    web = { arn = "arn:aws:elasticloadbalancing:eu-west-1:000000000000:targetgroup/web/1", port = 7 }
  }
  # volumes is {"refusals-1":{"ebs":null,"efs":{
  volumes = { refusals-1 = { path = "/data", efs = { file_system_id = "fs-0123456789abcdef0" } } }
}
