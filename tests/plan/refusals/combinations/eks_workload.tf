module "workload" {
  source = "../../../../modules/compute/eks-workload"

  name      = "refusals"
  cluster   = local.eks
  image     = "users:1"
  namespace = "shop"
  # clients are worker, and there is no port to connect to: write port too
  clients = { worker = { name = "worker", namespace = "shop" } }
  # environment and secrets both hold PASSWORD: write each name in one of them
  environment = { PASSWORD = "" }
  secrets     = { PASSWORD = { secret = local.secret } }
  # ingress is set without port: write the port
  ingress = {
    certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/refusals" }
    cidrs       = ["10.0.0.0/16"]
    group       = "shop"
  }
}

module "workload_fargate" {
  source = "../../../../modules/compute/eks-workload"

  name      = "refusals"
  cluster   = local.eks
  image     = "users:1"
  namespace = "shop"
  capacity  = "fargate"
  # architecture is "arm64", which Fargate does not have on EKS: write "x86_64"
  architecture = "arm64"
  # cpu is 300: Fargate has sizes of 256, 512, 1024
  cpu = 300
  # identity is "pod-identity", which Fargate does not have: write "irsa"
  identity = "pod-identity"
  # node_labels are tier, and Fargate has no nodes to choose: leave them out
  node_labels = { tier = "steady" }
  # secrets are PASSWORD, and the driver that reads them does not run on Fargate: write another capacity
  secrets = { PASSWORD = { secret = local.secret } }
}

module "workload_memory" {
  source = "../../../../modules/compute/eks-workload"

  name         = "refusals"
  architecture = "x86_64"
  capacity     = "fargate"
  cluster      = local.eks
  cpu          = 512
  image        = "users:1"
  namespace    = "shop"
  # memory_mb is 1024: with cpu = 512, Fargate leaves 768, 1792, 2816, 3840 to a pod, write one of these
  memory_mb = 1024
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
  # routes and ingress go together, and routes holds 0: write both
  routes = {}
}

module "workload_protocol" {
  source = "../../../../modules/compute/eks-workload"

  name      = "refusals"
  cluster   = local.eks
  image     = "users:1"
  namespace = "shop"
  port      = 9092
  protocol  = "tcp"
  routes    = { all = { priority = 1, paths = ["/*"] } }
  # ingress speaks HTTP, and protocol is "tcp": write "http", "http2" or "grpc"
  ingress = {
    certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/refusals" }
    cidrs       = ["10.0.0.0/16"]
    group       = "shop"
  }
}
