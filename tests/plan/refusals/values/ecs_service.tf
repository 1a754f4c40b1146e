module "service" {
  source = "../../../../modules/compute/ecs-service"

  cluster = local.cluster
  network = local.network
  # name is "users_api": write 1 to 38 letters
  name = "users_api"
  # alarm_cpu_percent is 0: write a percentage
  alarm_cpu_percent = 0
  # alarm_memory_percent is 101: write a percentage
  alarm_memory_percent = 101
  # architecture is "arm": write "arm64" or "x86_64"
  architecture = "arm"
  # connect.idle_timeout_seconds is -1 and request_timeout_seconds 15: write seconds
  connect = { idle_timeout_seconds = -1 }
  # image is "users:latest": write a tag that does not move
  image = "users:latest"
  # log.retention_days is 2: CloudWatch Logs keeps logs for 1, 3, 5
  log = { retention_days = 2 }
  # port is 65536: write 1 to 65535
  port = 65536
  # released_by is "me": write "terraform" or "pipeline"
  released_by = "me"
  # registry_credentials is {"docker.io":{"arn":"login","kms_key":null}}: write hosts such as
  registry_credentials = { "docker.io" = { arn = "login" } }
  # secrets holds one that is neither or both of secret and parameter (NEITHER): write exactly one of them
  # secrets holds a key of a parameter (KEYED): only secrets have keys
  secrets = { NEITHER = {}, KEYED = { parameter = local.key, key = "a" } }
  # There are 5 security_group_ids: a task has five with its own, write 4 or fewer
  security_group_ids = ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5"]
  # start_seconds is 301: write 0 to 300 seconds
  start_seconds = 301
  # stop_seconds is 121: ECS waits for 2 to 120 seconds
  stop_seconds = 121
  # storage_gb is 10: write 20 to 200
  storage_gb = 10
  # tasks is 3 to 2: write min from 0 to max
  tasks = { min = 3, max = 2 }
  # writable_paths holds ["tmp"]: write absolute paths
  writable_paths = ["tmp"]
}

module "service_environment" {
  source = "../../../../modules/compute/ecs-service"

  name    = "refusals"
  cluster = local.cluster
  image   = "users:1"
  network = local.network
  # protocol is "udp": write "http", "http2", "grpc" or "tcp"
  protocol = "udp"
  # scaling.cpu_percent is 0 and memory_percent null: write more than 0 and at most 100
  # scaling.schedules holds ["7:00"]: write "cron(…)"
  # scaling.schedules holds the bounds [[3,2]]: write min from 0 to max
  scaling = { cpu_percent = 0, schedules = { day = { schedule = "7:00", min = 3, max = 2 } } }
  # environment holds 1ST: write names of letters
  environment = { "1ST" = "" }
}

module "service_capacity" {
  source = "../../../../modules/compute/ecs-service"

  name    = "refusals"
  cluster = local.cluster
  image   = "users:1"
  network = local.network
  # capacity is {"FARGATE":{"base":1,"weight":1},"large":{"base":1,"weight":1}}: write at least one capacity provider, and base for one
  # capacity mixes Fargate with instances (FARGATE, large): ECS does not
  capacity = { FARGATE = { base = 1 }, large = { base = 1 } }
}

module "service_extras" {
  source = "../../../../modules/compute/ecs-service"

  name    = "refusals"
  cluster = local.cluster
  image   = "users:1"
  network = local.network
  # deployment_percent is {"max":90,"min":100}: write min from 0 to 100 and max from 100
  deployment_percent = { min = 100, max = 90 }
  # lattice has the target groups ["web"]: write ARNs of target groups
  lattice = { web = { target_group_arn = "web" } }
  # log_driver.name is "firelens": write "awsfirelens"
  # log_driver.name is "firelens" and router {"image":"a:1","memory_mb":128}: write a router
  log_driver = { name = "firelens", router = { image = "a:1" } }
  # scheduled_tasks is {"nightly":{"command":[],"enabled":true,"schedule":"nightly","timezone":"UTC"}}: write names
  scheduled_tasks = { nightly = { command = [], schedule = "nightly" } }
  # target_groups has ["web"]: write ARNs of target groups
  target_groups = { web = { arn = "web" } }
  # volumes has the disks [{"gb":0,"iops":null
  # volumes has the file systems [{"access_point_id":null,"file_system_id":"shared"
  volumes = {
    data   = { path = "/data", ebs = { gb = 0 } }
    shared = { path = "/shared", efs = { file_system_id = "shared" } }
  }
}
