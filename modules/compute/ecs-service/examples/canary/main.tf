# A service and its next version: testers reach it by a header, and one in ten of the others' requests goes to it.
module "network" {
  source = "../../../../../examples/network"

  name = "example-service-canary"
}

resource "aws_acm_certificate" "this" {
  domain_name       = "service-canary.example.com"
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

  name        = "example-svc-canary"
  access_logs = null
  certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
  internal    = true
  network     = module.network

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "cluster" {
  source = "../../../ecs-cluster"

  name = "example-service-canary"
}

module "blue" {
  source = "../.."

  name     = "example-service-canary-blue"
  cluster  = module.cluster
  image    = "public.ecr.aws/docker/library/busybox:1.36.1"
  listener = module.alb
  network  = module.network
  port     = 8080

  # All requests at green: weight = 0, and 100 there. All back at blue: weight = 100, and 0 there.
  routes = {
    all = { priority = 20, paths = ["/*"], weight = 90, others = { green = { service = module.green, weight = 10 } } }
  }
}

module "green" {
  source = "../.."

  name     = "example-service-canary-green"
  cluster  = module.cluster
  image    = "public.ecr.aws/docker/library/busybox:1.37.0"
  listener = module.alb
  network  = module.network
  port     = 8080
  routes   = { testers = { priority = 10, headers = { x-version = ["green"] } } }
}

output "alb" {
  value = module.alb
}

output "blue" {
  value = module.blue
}

output "cluster" {
  value = module.cluster
}

output "green" {
  value = module.green
}
