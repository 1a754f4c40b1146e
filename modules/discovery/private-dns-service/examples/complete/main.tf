# A service behind a load balancer, and a database of someone else, under names of one's own.
module "network" {
  source = "../../../../../examples/network"

  name = "example-private-dns-service-complete"
}

module "zone" {
  source = "../../../private-dns"

  name     = "private-dns-service-complete.internal"
  networks = { this = module.network }
}

resource "aws_acm_certificate" "this" {
  domain_name       = "users.private-dns-service-complete.example.com"
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

  name        = "example-private-dns"
  access_logs = null
  certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
  internal    = true
  network     = module.network

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "users" {
  source = "../.."

  name          = "users"
  load_balancer = module.alb
  zone          = module.zone
}

module "stock" {
  source = "../.."

  name        = "stock"
  host        = "stock.cluster-abc.eu-west-1.rds.amazonaws.com"
  port        = 5432
  protocol    = "tcp"
  ttl_seconds = 60
  zone        = module.zone
}

output "alb" {
  value = module.alb
}

output "stock" {
  value = module.stock
}

output "users" {
  value = module.users
}

output "zone" {
  value = module.zone
}
