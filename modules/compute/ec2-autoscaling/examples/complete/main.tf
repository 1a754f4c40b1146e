# A service on instances behind a load balancer, released with rollback, its first instances warm; and workers that
# call it,
# most of them on Spot, of whatever types have the size.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-instances-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-instances-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../../network/vpc"

  name               = "example-instances-complete"
  availability_zones = ["a", "b", "c"]
  cidr               = "10.8.0.0/16"
  flow_logs          = null
  nat                = "none"
}

resource "aws_acm_certificate" "this" {
  domain_name       = "instances-complete.example.com"
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

  name        = "example-inst-complete"
  access_logs = null
  certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
  internal    = true
  network     = module.network

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "jobs" {
  source = "../../../../messaging/sqs-queue"

  name    = "example-instances-complete"
  kms_key = module.key
}

module "search" {
  source = "../.."

  name           = "example-instances-complete-search"
  alarm_actions  = [aws_sns_topic.alarms.arn]
  clients        = { workers = module.workers }
  health_check   = { path = "/ready", interval_seconds = 5, timeout_seconds = 2 }
  image          = "ami-12c6146b"
  instance_types = ["m7g.xlarge"]
  instances      = { min = 3, max = 9 }
  kms_key        = module.key
  lifetime_days  = 30
  listener       = module.alb
  network        = module.network
  placement      = { strategy = "spread" }
  port           = 8080
  refresh        = { checkpoint_percents = [34, 100], checkpoint_seconds = 1800 }
  stop_alarms    = ["example-instances-complete-search-alb-service-errors"]
  routes         = { api = { priority = 10, paths = ["/search", "/search/*"] } }
  start_seconds  = 120
  stop_seconds   = 60
  storage_gb     = 100
  user_data      = "#!/bin/sh\nsystemctl enable --now search\n"
  warm_pool      = { min = 2, reuse = true }
  warmup_seconds = 60

  hooks = {
    drain = { at = "terminate", otherwise = "continue", timeout_seconds = 600 }
    index = { at = "launch", timeout_seconds = 900 }
  }

  scaling = {
    cpu_percent           = 50
    predictive            = { ahead_seconds = 600 }
    requests_per_instance = 1200
    schedules             = { monday = { schedule = "30 7 * * 1", instances = 6, timezone = "Europe/Berlin" } }
  }

  tags = { Service = "search" }
}

module "workers" {
  source = "../.."

  name         = "example-instances-complete-workers"
  architecture = "x86_64"
  grants       = [module.jobs.grants.consume]
  instances    = { min = 1, max = 20 }
  network      = module.network
  placement    = { strategy = "partition", partitions = 2 }
  requirements = { cpus = { min = 2, max = 4 }, memory_mb = { min = 4096 }, allowed = ["c*", "m*"] }
  spot         = { percent = 75, on_demand_base = 1 }

  tags = { Service = "search" }
}

output "alb" {
  value = module.alb
}

output "key" {
  value = module.key
}

output "search" {
  value = module.search
}

output "workers" {
  value = module.workers
}
