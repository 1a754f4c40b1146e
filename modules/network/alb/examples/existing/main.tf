# The modules of this chapter with nothing but what exists already: a VPC, a certificate, a zone, a bucket for logs, a
# listener, a security group. What is theirs comes first; each object below it is written by hand.
resource "aws_vpc" "theirs" {
  #checkov:skip=CKV2_AWS_11: represents a network that exists
  #checkov:skip=CKV2_AWS_12: represents a network that exists
  cidr_block           = "10.6.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "theirs" {
  for_each = { a = "10.6.0.0/24", b = "10.6.1.0/24" }

  availability_zone = "eu-west-1${each.key}"
  cidr_block        = each.value
  vpc_id            = aws_vpc.theirs.id
}

resource "aws_security_group" "theirs" {
  #checkov:skip=CKV2_AWS_5: represents a group that exists
  for_each = toset(["front", "reports"])

  name        = "example-network-existing-${each.key}"
  description = "What exists already: ${each.key}."
  vpc_id      = aws_vpc.theirs.id
}

resource "aws_acm_certificate" "theirs" {
  domain_name       = "network-existing.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  name    = one(aws_acm_certificate.theirs.domain_validation_options).resource_record_name
  records = [one(aws_acm_certificate.theirs.domain_validation_options).resource_record_value]
  ttl     = 60
  type    = one(aws_acm_certificate.theirs.domain_validation_options).resource_record_type
  zone_id = aws_route53_zone.theirs.zone_id
}

resource "aws_acm_certificate_validation" "theirs" {
  certificate_arn         = aws_acm_certificate.theirs.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}

resource "aws_ec2_managed_prefix_list" "theirs" {
  name           = "example-network-existing"
  address_family = "IPv4"
  max_entries    = 1

  entry {
    cidr = "10.50.0.0/16"
  }
}

# Elastic Load Balancing writes the logs of Application Load Balancers itself, CloudWatch Logs those of Network Load
# Balancers.
resource "aws_s3_bucket" "theirs" {
  #checkov:skip=CKV_AWS_18: represents a bucket that exists
  #checkov:skip=CKV_AWS_21: represents a bucket that exists
  #checkov:skip=CKV_AWS_144: represents a bucket that exists
  #checkov:skip=CKV_AWS_145: represents a bucket that exists
  #checkov:skip=CKV2_AWS_6: represents a bucket that exists
  #checkov:skip=CKV2_AWS_61: represents a bucket that exists
  #checkov:skip=CKV2_AWS_62: represents a bucket that exists
  #checkov:skip=PLATFORM_LIFECYCLE: represents a bucket that exists
  bucket_prefix = "example-network-existing-"
  force_destroy = true
}

resource "aws_s3_bucket_policy" "theirs" {
  #checkov:skip=PLATFORM_TLS_ONLY: represents a bucket that exists
  bucket = aws_s3_bucket.theirs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for service in ["delivery.logs", "logdelivery.elasticloadbalancing"] : {
        Effect    = "Allow"
        Action    = ["s3:PutObject"]
        Principal = { Service = "${service}.amazonaws.com" }
        Resource  = "${aws_s3_bucket.theirs.arn}/*/AWSLogs/*"
      }
    ]
  })
}

resource "aws_s3_object" "theirs" {
  bucket  = aws_s3_bucket.theirs.id
  key     = "authority.pem"
  content = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"
}

resource "aws_lb_trust_store" "theirs" {
  name                             = "example-network-existing"
  ca_certificates_bundle_s3_bucket = aws_s3_bucket.theirs.id
  ca_certificates_bundle_s3_key    = aws_s3_object.theirs.key
}

resource "aws_route53_zone" "theirs" {
  #checkov:skip=CKV2_AWS_38: represents a zone that exists
  #checkov:skip=CKV2_AWS_39: represents a zone that exists
  name = "network-existing.example.com"
}

resource "aws_lb" "theirs" {
  #checkov:skip=CKV_AWS_91: represents a load balancer that exists
  #checkov:skip=CKV_AWS_131: represents a load balancer that exists
  #checkov:skip=CKV_AWS_150: represents a load balancer that exists
  name               = "example-network-existing"
  internal           = true
  load_balancer_type = "application"
  security_groups    = [aws_security_group.theirs["front"].id]
  subnets            = values(aws_subnet.theirs)[*].id
}

resource "aws_lb_listener" "theirs" {
  certificate_arn   = aws_acm_certificate_validation.theirs.certificate_arn
  load_balancer_arn = aws_lb.theirs.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = "theirs"
      status_code  = "404"
    }
  }
}

# What the modules take, written by hand. Objects have the attributes that the modules ask for, and no others.
locals {
  bucket      = { name = aws_s3_bucket_policy.theirs.bucket }
  certificate = { arn = aws_acm_certificate_validation.theirs.certificate_arn }

  listener = {
    arn_suffix        = aws_lb.theirs.arn_suffix
    dns_name          = aws_lb.theirs.dns_name
    listener_arn      = aws_lb_listener.theirs.arn
    network_id        = aws_vpc.theirs.id
    security_group_id = aws_security_group.theirs["front"].id
  }

  network = {
    id                 = aws_vpc.theirs.id
    cidr               = aws_vpc.theirs.cidr_block
    private_subnet_ids = { for zone, subnet in aws_subnet.theirs : zone => subnet.id }
    public_subnet_ids  = {}
  }
}

module "alb" {
  source = "../.."

  name        = "example-network-existing-own"
  access_logs = { bucket = local.bucket, prefix = "alb" }
  certificate = local.certificate
  internal    = true
  mutual_tls  = { expired = true, trust_store = aws_lb_trust_store.theirs }
  network     = local.network
  records = { own = { name = "own.network-existing.example.com",
  zone = { zone_id = aws_route53_zone.theirs.zone_id } } }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "reports" {
  source = "../../../alb-service"

  name           = "example-network-existing-reports"
  listener       = local.listener
  routes         = { reports = { priority = 10, paths = ["/reports/*"] } }
  security_group = { id = aws_security_group.theirs["reports"].id }
}

module "office" {
  source = "../../../clients"

  name    = "example-network-existing"
  clients = { office = { prefix_list_id = aws_ec2_managed_prefix_list.theirs.id } }
  port    = 443
  server  = { security_group_id = aws_security_group.theirs["front"].id }
}

module "nlb" {
  source = "../../../nlb"

  name        = "example-network-existing-nlb"
  access_logs = { bucket = local.bucket, prefix = "nlb" }
  clients     = { office = { prefix_list_id = aws_ec2_managed_prefix_list.theirs.id } }
  internal    = true
  network     = local.network

  # On what the front listens on; its listener is there.
  listeners = {
    web = {
      port = 443
      alb = { arn = aws_lb_listener.theirs.load_balancer_arn,
      security_group_id = aws_security_group.theirs["front"].id }
    }
  }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

output "alb" {
  value = module.alb
}

output "nlb" {
  value = module.nlb
}

output "theirs" {
  value = {
    alb         = aws_lb.theirs.arn
    bucket      = aws_s3_bucket.theirs.id
    listener    = aws_lb_listener.theirs.arn
    trust_store = aws_lb_trust_store.theirs.arn
  }
}
