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

resource "aws_route53_record" "validation" {
  for_each = aws_acm_certificate.this

  name    = one(each.value.domain_validation_options).resource_record_name
  records = [one(each.value.domain_validation_options).resource_record_value]
  ttl     = 60
  type    = one(each.value.domain_validation_options).resource_record_type
  zone_id = aws_route53_zone.this.zone_id
}

# A listener takes no certificate whose domain is not proven yet.
resource "aws_acm_certificate_validation" "this" {
  for_each = aws_acm_certificate.this

  certificate_arn         = each.value.arn
  validation_record_fqdns = [aws_route53_record.validation[each.key].fqdn]
}

module "waf" {
  source = "../../../../edge/waf"

  name = "example-alb-complete"
}

resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38: an example's zone, of a domain that does not exist
  #checkov:skip=CKV2_AWS_39: an example's zone, which is never queried
  name = "alb-complete.example.com"
}

module "alb" {
  source = "../.."

  name                 = "example-alb-complete"
  access_logs          = { prefix = "edge", retention_days = 400 }
  alarm_actions        = [aws_sns_topic.alarms.arn]
  alarm_errors         = 5
  certificate          = { arn = aws_acm_certificate_validation.this["shop"].certificate_arn }
  clients              = { office = { cidr = "203.0.113.0/24" }, office-ipv6 = { cidr = "2001:db8::/32" } }
  idle_timeout_seconds = 120
  ipv6                 = true
  more_certificates    = { partners = { arn = aws_acm_certificate_validation.this["partners"].certificate_arn } }
  network              = module.network
  tls_policy           = "ELBSecurityPolicy-TLS13-1-3-2021-06"
  more_ports           = { admin = 8443 }
  records              = { shop = { name = "shop.alb-complete.example.com", zone = aws_route53_zone.this } }
  web_acl              = module.waf

  answers = {
    # What moved, and a page that must be there before any service is.
    moved = {
      priority = 10
      hosts    = ["old.alb-complete.example.com"]
      redirect = { host = "shop.alb-complete.example.com", path = "/from-old/#{path}", permanent = true,
      query = "from=old" }
    }
    elsewhere = { priority = 11, paths = ["/help"], redirect = { port = "8443", protocol = "#{protocol}" } }
    robots = { priority = 20, paths = ["/robots.txt"],
    response = { code = 200, body = "User-agent: *\nDisallow: /\n" } }
    closed = {
      priority = 30
      methods  = ["POST"]
      headers  = { x-test = ["1"] }
      queries  = { debug = ["1", "true"] }
      response = { code = 403, body = "{}", content_type = "application/json" }
    }
    office = { priority = 40, paths = ["/office"], sources = ["203.0.113.0/24"], response = { code = 204 } }
  }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false

  tags = { Service = "edge" }
}

output "alb" {
  value = module.alb
}

output "zone" {
  value = aws_route53_zone.this.zone_id
}
