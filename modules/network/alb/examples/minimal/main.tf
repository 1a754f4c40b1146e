# An HTTPS listener in two zones, reached by everyone, with a redirect and access logs: the defaults.
module "network" {
  source = "../../../vpc"

  name               = "example-alb-minimal"
  availability_zones = ["a", "b"]
  nat                = "none"
}

resource "aws_acm_certificate" "this" {
  domain_name       = "alb-minimal.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# A listener takes no certificate whose domain is not proven yet.
resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

module "alb" {
  source = "../.."

  name        = "example-alb-minimal"
  certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
  network     = module.network

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

output "alb" {
  value = module.alb
}
