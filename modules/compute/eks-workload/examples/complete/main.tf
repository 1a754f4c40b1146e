# A service behind a load balancer with rights and secrets, a worker on Spot that calls it, and a job on Fargate.
module "network" {
  source = "../../../../../examples/network"

  name = "example-workload-complete"
}

module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-workload-complete"
  deletion_window_days = 7
}

module "cluster" {
  source = "../../../eks-cluster"

  name               = "example-workload"
  auto_mode          = {}
  fargate_profiles   = { batch = { namespaces = ["example-batch"], labels = { size = "small" } } }
  kubernetes_version = "1.36"
  network            = module.network
}

module "placed" {
  source = "../../../../messaging/sqs-queue"

  name    = "example-workload-complete"
  kms_key = module.key
}

resource "aws_secretsmanager_secret" "database" {
  #checkov:skip=CKV2_AWS_57: an example without a database that would know the next password
  name                    = "example-workload-complete"
  kms_key_id              = module.key.arn
  recovery_window_in_days = 0
}

resource "aws_ssm_parameter" "flags" {
  name   = "/example-workload-complete/flags"
  key_id = module.key.arn
  type   = "SecureString"
  value  = "none"
}

resource "aws_acm_certificate" "this" {
  domain_name       = "workload-complete.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

module "orders" {
  source = "../.."

  name         = "example-workload-orders"
  capacity     = "on-demand"
  clients      = { worker = module.worker }
  cluster      = module.cluster
  cpu          = 512
  environment  = { QUEUE_URL = module.placed.url }
  grants       = [module.placed.grants.send]
  health_check = { path = "/ready", interval_seconds = 5, timeout_seconds = 2 }
  image        = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1.4.2"
  ingress      = { certificate = aws_acm_certificate.this, cidrs = [module.network.cidr], group = "example-workload" }
  memory_mb    = 1024
  namespace    = "example-shop"
  node_labels  = { tier = "steady" }
  port         = 8080
  routes = {
    api = {
      priority = 10
      hosts    = ["workload-complete.example.com"]
      paths    = ["/orders", "/orders/*"]
    }
  }
  scaling        = { cpu_percent = 50, memory_percent = 70 }
  start_seconds  = 30
  stop_seconds   = 60
  tasks          = { min = 3, max = 12 }
  user           = "1000:1000"
  writable_paths = ["/tmp", "/var/cache/orders"]

  secrets = {
    DATABASE_PASSWORD = { secret = aws_secretsmanager_secret.database, key = "password", kms_key = module.key }
    FLAGS             = { parameter = aws_ssm_parameter.flags, kms_key = module.key }
  }

  tags = { Service = "orders" }
}

module "worker" {
  source = "../.."

  name           = "example-workload-worker"
  capacity       = "spot"
  cluster        = module.cluster
  command        = ["worker"]
  grants         = [module.placed.grants.consume]
  health_command = ["/healthcheck"]
  image          = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders:1.4.2"
  namespace      = "example-shop"
  tasks          = { min = 1, max = 20 }
  tolerations    = { spot = { value = "true" } }

  tags = { Service = "orders" }
}

module "report" {
  source = "../.."

  name         = "example-workload-report"
  architecture = "x86_64"
  capacity     = "fargate"
  cluster      = module.cluster
  cpu          = 512
  grants       = [module.placed.grants.send]
  image        = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/report:2.0.0"
  labels       = { size = "small" }
  memory_mb    = 1792
  namespace    = "example-batch"
  tasks        = { min = 1, max = 1 }

  tags = { Service = "orders" }
}

output "cluster" {
  value = module.cluster
}

output "orders" {
  value = module.orders
}

output "report" {
  value = module.report
}

output "worker" {
  value = module.worker
}
