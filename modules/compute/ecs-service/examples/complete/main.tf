# A service behind a load balancer that a pipeline releases, and a worker on Spot that scales by its queue and calls the
# service by name; secrets, a sidecar, logged sessions, encryption and alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-service-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-service-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../../network/vpc"

  name               = "example-service-complete"
  availability_zones = ["a", "b", "c"]
  cidr               = "10.6.0.0/16"
  nat                = "none"
}

resource "aws_acm_certificate" "this" {
  domain_name       = "service-complete.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

module "alb" {
  source = "../../../../network/alb"

  name        = "example-svc-complete"
  access_logs = null
  certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
  internal    = true
  network     = module.network

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "cluster" {
  source = "../../../ecs-cluster"

  name            = "example-service-complete"
  execute_command = { kms_key = module.key }
}

module "images" {
  source = "../../../container-registry"

  name    = "example-service-complete/orders"
  kms_key = module.key

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

resource "aws_secretsmanager_secret" "database" {
  #checkov:skip=CKV2_AWS_57: an example without a database that would know the next password
  name                    = "example-service-complete"
  kms_key_id              = module.key.arn
  recovery_window_in_days = 0
}

resource "aws_ssm_parameter" "flags" {
  name   = "/example-service-complete/flags"
  key_id = module.key.arn
  type   = "SecureString"
  value  = "none"
}

module "placed" {
  source = "../../../../messaging/sqs-queue"

  name    = "example-service-complete"
  kms_key = module.key
}

module "orders" {
  source = "../.."

  name     = "example-service-complete-orders"
  cluster  = module.cluster
  image    = "${module.images.url}:1.4.2"
  listener = module.alb
  network  = module.network
  port     = 8080
  routes = {
    api = {
      priority = 10
      hosts    = ["service-complete.example.com"]
      paths    = ["/orders", "/orders/*"]
    }
  }
  alarm_actions   = [aws_sns_topic.alarms.arn]
  clients         = { worker = module.worker }
  connect         = { dns_name = "orders", request_timeout_seconds = 5 }
  cpu             = 512
  memory_mb       = 1024
  environment     = { QUEUE_URL = module.placed.url }
  grants          = [module.placed.grants.send]
  health_check    = { path = "/ready", interval_seconds = 5, timeout_seconds = 2 }
  log             = { retention_days = 90, kms_key = module.key }
  released_by     = "pipeline"
  repositories    = { orders = module.images }
  rollback_alarms = ["example-service-complete-orders-alb-service-errors"]
  start_seconds   = 30
  stop_seconds    = 60
  storage_gb      = 30
  tasks           = { min = 3, max = 12 }
  user            = "1000:1000"
  writable_paths  = ["/tmp", "/var/cache/orders"]

  scaling = {
    cpu_percent       = 50
    memory_percent    = 70
    requests_per_task = 600

    schedules = {
      day   = { schedule = "cron(0 7 * * ? *)", min = 6, max = 24, timezone = "Europe/Berlin" }
      night = { schedule = "cron(0 22 * * ? *)", min = 3, max = 12, timezone = "Europe/Berlin" }
    }
  }

  secrets = {
    DATABASE_PASSWORD = { secret = aws_secretsmanager_secret.database, key = "password", kms_key = module.key }
    FLAGS             = { parameter = aws_ssm_parameter.flags, kms_key = module.key }
  }

  sidecars = {
    collector = {
      image          = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3"
      command        = ["--config=/etc/ecs/ecs-default-config.yaml"]
      essential      = false
      first          = true
      health_command = ["/healthcheck"]
      memory_mb      = 256
      port           = 4317
    }
  }

  tags = { Service = "orders" }
}

module "worker" {
  source = "../.."

  name            = "example-service-complete-worker"
  execute_command = true
  read_only_root  = false
  capacity        = { FARGATE = { base = 1 }, FARGATE_SPOT = { weight = 3 } }
  cluster         = module.cluster
  command         = ["worker"]
  connect         = {}
  grants          = [module.placed.grants.consume]
  image           = "${module.images.url}:1.4.2"
  network         = module.network
  scaling         = { backlog = { queue = module.placed, messages_per_task = 100 } }
  tasks           = { min = 1, max = 20 }

  tags = { Service = "orders" }
}

output "alb" {
  value = module.alb
}

output "cluster" {
  value = module.cluster
}

output "orders" {
  value = module.orders
}

output "worker" {
  value = module.worker
}
