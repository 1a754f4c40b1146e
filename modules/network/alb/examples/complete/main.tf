# Two domains over IPv4 and IPv6 behind a web application firewall, TLS 1.3 only, with alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-alb-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-alb-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../vpc"

  name               = "example-alb-complete"
  availability_zones = ["a", "b", "c"]
  cidr               = "10.2.0.0/16"
  ipv6               = true
  nat                = "none"
}

resource "aws_acm_certificate" "this" {
  for_each = toset(["shop", "partners"])

  domain_name       = "${each.key}.alb-complete.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# A listener takes no certificate whose domain is not proven yet.
resource "aws_acm_certificate_validation" "this" {
  for_each = aws_acm_certificate.this

  certificate_arn = each.value.arn
}

module "waf" {
  source = "../../../../edge/waf"

  name = "example-alb-complete"
}

module "alb" {
  source = "../.."

  name                 = "example-alb-complete"
  access_logs          = { prefix = "edge", retention_days = 400 }
  alarm_actions        = [aws_sns_topic.alarms.arn]
  alarm_errors         = 5
  certificate          = { arn = aws_acm_certificate_validation.this["shop"].certificate_arn }
  clients              = { office = "203.0.113.0/24", office-ipv6 = "2001:db8::/32" }
  idle_timeout_seconds = 120
  ipv6                 = true
  more_certificates    = { partners = { arn = aws_acm_certificate_validation.this["partners"].certificate_arn } }
  network              = module.network
  tls_policy           = "ELBSecurityPolicy-TLS13-1-3-2021-06"
  web_acl              = module.waf

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false

  tags = { Service = "edge" }
}

output "alb" {
  value = module.alb
}
