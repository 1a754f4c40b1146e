module "workload" {
  source = "../../../../modules/compute/eks-workload"

  cluster = local.eks
  # name is "Users": write 1 to 38 lower-case letters
  name = "Users"
  # capacity is "cheap": write "any", "on-demand", "spot" or "fargate"
  capacity = "cheap"
  # health_check.path is "health": write a path
  # health_check.timeout_seconds is 10 of interval_seconds 10: write at least 1
  # health_check.healthy_after is 1 and unhealthy_after 3: write 2 to 10
  health_check = { path = "health", timeout_seconds = 10, healthy_after = 1 }
  # image is "users:latest": write a tag that does not move
  image = "users:latest"
  # labels has the values ["a b"]: write at most 63 letters
  labels = { tier = "a b" }
  # namespace is "default": write 1 to 63 lower-case letters
  namespace = "default"
  # port is 65536: write 1 to 65535
  port = 65536
  # protocol is "udp": write "http", "http2", "grpc" or "tcp"
  protocol = "udp"
  # start_seconds is 301: write 0 to 300 seconds
  start_seconds = 301
  # stop_seconds is 121: write 2 to 120 seconds
  stop_seconds = 121
  # storage_gb is 0: write 1 to 175
  storage_gb = 0
  # tasks is 0 to 2: write min from 1 to max
  tasks = { min = 0, max = 2 }
  # tolerations has the effects always: write "no-schedule"
  tolerations = { spot = { effect = "always" } }
  # user is "0:0": write numbers other than 0
  user = "0:0"
  # writable_paths holds ["tmp"]: write absolute paths
  writable_paths = ["tmp"]
}

module "workload_place" {
  source = "../../../../modules/compute/eks-workload"

  name      = "refusals"
  cluster   = local.eks
  image     = "users:1"
  namespace = "shop"
  port      = 8080
  # architecture is "arm": write "arm64" or "x86_64"
  architecture = "arm"
  # cpu is 1: write 16 units or more
  cpu = 1
  # identity is "none": write "pod-identity" or "irsa"
  identity = "none"
  # ingress.cidrs is []: write the load balancer's network
  ingress = {
    certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/refusals" }
    cidrs       = []
    group       = "shop"
  }
  # scaling.cpu_percent is 0 and memory_percent null: write more than 0 and at most 100
  scaling = { cpu_percent = 0 }
  # secrets holds one that is neither or both of secret and parameter (NEITHER): write exactly one of them
  # secrets holds a key of a parameter (KEYED): only secrets have keys
  secrets = { NEITHER = {}, KEYED = { parameter = local.key, key = "a" } }
}

module "workload_routes" {
  source = "../../../../modules/compute/eks-workload"

  name      = "refusals"
  cluster   = local.eks
  image     = "users:1"
  namespace = "shop"
  port      = 8080
  ingress = {
    certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/refusals" }
    cidrs       = ["10.0.0.0/16"]
    group       = "shop"
  }
  # environment holds 1ST: write names of letters
  environment = { "1ST" = "" }
  # memory_mb is 8: write 16 MiB or more
  memory_mb = 8
  # routes has the priorities 0: write 1 to 1000
  # routes has the paths users: write each with a "/" before it
  # routes are called API: write 1 to 24 lower-case letters
  routes = { API = { priority = 0, paths = ["users"] } }
}
