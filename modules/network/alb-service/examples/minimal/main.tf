# Whatever registers its addresses answers all requests of one domain: the defaults.
module "network" {
  source = "../../../vpc"

  name               = "example-alb-service-minimal"
  availability_zones = ["a", "b"]
  nat                = "none"
}

resource "aws_acm_certificate" "this" {
  domain_name       = "alb-service-minimal.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

module "alb" {
  source = "../../../alb"

  name        = "example-alb-svc-minimal"
  access_logs = null
  certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
  internal    = true
  network     = module.network

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "service" {
  source = "../.."

  name     = "example-alb-service-minimal"
  listener = module.alb
  routes   = { all = { priority = 100, hosts = ["alb-service-minimal.example.com"] } }
}

output "alb" {
  value = module.alb
}

output "service" {
  value = module.service
}
