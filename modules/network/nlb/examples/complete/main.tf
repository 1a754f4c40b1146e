# Addresses of one's own before an Application Load Balancer, instances, and servers beyond the network; offered to
# other accounts; a second load balancer that stays inside.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-nlb-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-nlb-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../vpc"

  name               = "example-nlb-complete"
  availability_zones = ["a", "b"]
  cidr               = "10.5.0.0/16"
  ipv6               = true
  nat                = "none"
}

# Partners allow these addresses, which outlive the load balancer.
resource "aws_eip" "partners" {
  #checkov:skip=CKV2_AWS_19: the load balancer has them
  for_each = toset(["a", "b"])

  domain = "vpc"
}

resource "aws_acm_certificate" "this" {
  domain_name       = "nlb-complete.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  name    = one(aws_acm_certificate.this.domain_validation_options).resource_record_name
  records = [one(aws_acm_certificate.this.domain_validation_options).resource_record_value]
  ttl     = 60
  type    = one(aws_acm_certificate.this.domain_validation_options).resource_record_type
  zone_id = aws_route53_zone.this.zone_id
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}

resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38: an example's zone, of a domain that does not exist
  #checkov:skip=CKV2_AWS_39: an example's zone, which is never queried
  name = "nlb-complete.example.com"
}

resource "aws_security_group" "devices" {
  #checkov:skip=CKV2_AWS_5: an example without instances
  name        = "example-nlb-complete-devices"
  description = "Instances that devices report to."
  vpc_id      = module.network.id
}

module "alb" {
  source = "../../../alb"

  name        = "example-nlb-complete-web"
  access_logs = null
  clients     = { office = { cidr = "10.50.0.0/16" } }
  certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
  internal    = true
  network     = module.network

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "nlb" {
  source = "../.."

  name            = "example-nlb-complete"
  access_logs     = { prefix = "edge", retention_days = 400 }
  addresses       = { for zone in ["a", "b"] : zone => { allocation_id = aws_eip.partners[zone].allocation_id } }
  alarm_actions   = [aws_sns_topic.alarms.arn]
  clients         = { partners = { cidr = "203.0.113.0/24" } }
  cross_zone      = true
  network         = module.network
  records         = { partners = { name = "partners.nlb-complete.example.com", zone = aws_route53_zone.this } }
  security_groups = { devices = aws_security_group.devices }

  endpoint_service = {
    acceptance_required = false
    private_dns_name    = "reports.nlb-complete.example.com"
    callers = {
      analytics = { role_arn = "arn:aws:iam::111122223333:role/analytics" }
      partner   = { account_id = "444455556666" }
    }
  }

  listeners = {
    # What the web needs, paths and a web application firewall, behind addresses that stay.
    web = { port = 443, alb = module.alb }

    # TLS ends here, and begins again towards the instances.
    devices = {
      port            = 8883
      alpn            = "HTTP2Optional"
      certificate     = { arn = aws_acm_certificate_validation.this.certificate_arn }
      health_check    = { codes = "200", path = "/health", port = 8080, protocol = "HTTP" }
      protocol        = "TLS"
      proxy_protocol  = true
      security_group  = "devices"
      target_port     = 8884
      target_protocol = "TLS"
      target_type     = "instance"
    }

    # Servers of the office, over a VPN.
    names = {
      port         = 53
      health_check = { port = 853 }
      protocol     = "TCP_UDP"
      sticky       = true
      targets = { office = { id = "192.168.7.53", zone = "all" },
      spare = { id = "192.168.7.54", port = 5353, zone = "all" } }
    }
    measurements = {
      port                   = 8125
      deregistration_seconds = 5
      protocol               = "UDP"
      security_group         = "devices"
      health_check = { healthy_after = 3, interval_seconds = 30, port = 8080, timeout_seconds = 10,
      unhealthy_after = 2 }
    }
  }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false

  tags = { Service = "edge" }
}

module "inside" {
  source = "../.."

  name        = "example-nlb-inside"
  access_logs = null
  addresses   = { a = { private_ipv4 = "10.5.0.53" } }
  clients     = { devices = { security_group_id = aws_security_group.devices.id } }
  internal    = true
  ipv6        = true
  network     = module.network
  records     = { inside = { name = "inside.nlb-complete.example.com", zone = aws_route53_zone.this } }
  tls_policy  = "ELBSecurityPolicy-TLS13-1-3-2021-06"

  listeners = {
    ldap = {
      port                 = 636
      idle_timeout_seconds = 3600
      keep_client_ip       = true
      targets              = { directory = { id = "10.5.1.36" } }
    }
  }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

output "addresses" {
  value = { for zone, address in aws_eip.partners : zone => address.public_ip }
}

output "alb" {
  value = module.alb
}

output "groups" {
  value = { devices = aws_security_group.devices.id }
}

output "inside" {
  value = module.inside
}

output "nlb" {
  value = module.nlb
}

output "zone" {
  value = aws_route53_zone.this.zone_id
}
