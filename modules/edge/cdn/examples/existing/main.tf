# The modules of this chapter with nothing but what exists already: a zone, a certificate, a bucket, a load balancer
# inside a VPC, a group of signers, a rule group, an Elastic IP. What is theirs comes first; each object below it is
# written by hand. The caller's provider is in us-east-1.
resource "aws_route53_zone" "theirs" {
  #checkov:skip=CKV2_AWS_38: represents a zone that exists
  #checkov:skip=CKV2_AWS_39: represents a zone that exists
  name = "edge-existing.example.com"
}

resource "aws_acm_certificate" "theirs" {
  domain_name       = "edge-existing.example.com"
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

resource "aws_s3_bucket" "theirs" {
  #checkov:skip=CKV_AWS_18: represents a bucket that exists
  #checkov:skip=CKV_AWS_21: represents a bucket that exists
  #checkov:skip=CKV_AWS_144: represents a bucket that exists
  #checkov:skip=CKV_AWS_145: represents a bucket that exists
  #checkov:skip=CKV2_AWS_6: represents a bucket that exists
  #checkov:skip=CKV2_AWS_61: represents a bucket that exists
  #checkov:skip=CKV2_AWS_62: represents a bucket that exists
  #checkov:skip=PLATFORM_LIFECYCLE: represents a bucket that exists
  bucket_prefix = "example-edge-existing-"
  force_destroy = true
}

resource "aws_s3_bucket_policy" "theirs" {
  #checkov:skip=PLATFORM_TLS_ONLY: represents a bucket that exists
  bucket = aws_s3_bucket.theirs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["s3:GetObject"]
      Principal = { Service = "cloudfront.amazonaws.com" }
      Resource  = "${aws_s3_bucket.theirs.arn}/*"
      Condition = { StringEquals = { "aws:SourceArn" = module.cdn.arn } }
    }]
  })
}

resource "aws_vpc" "theirs" {
  #checkov:skip=CKV2_AWS_11: represents a network that exists
  #checkov:skip=CKV2_AWS_12: represents a network that exists
  cidr_block = "10.7.0.0/16"
}

resource "aws_subnet" "theirs" {
  cidr_block = "10.7.0.0/24"
  vpc_id     = aws_vpc.theirs.id
}

resource "aws_lb" "theirs" {
  #checkov:skip=CKV_AWS_91: represents a load balancer that exists
  #checkov:skip=CKV_AWS_150: represents a load balancer that exists
  #checkov:skip=CKV_AWS_152: represents a load balancer that exists
  name               = "example-edge-existing"
  internal           = true
  load_balancer_type = "network"
  subnets            = [aws_subnet.theirs.id]
}

resource "aws_cloudfront_public_key" "theirs" {
  name        = "example-edge-existing"
  encoded_key = <<-EOT
    -----BEGIN PUBLIC KEY-----
    MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvFh/8fC9b9nYvpzmak1j
    CHgc+dtZKyEF0Je3V8LqC1kMOQVOGWW34QK4MUNCr/DylGaMPLPOsO6osxQInFk3
    L4pX1PFkMLPo/Rhso3O/F7Hfh4Fe2gZ7Qj3S+Y631uczGCt1oMkUOaLpcsbMjxz9
    glClElQWZ3Nqe8FBQCa5/R8makVj/3I6m+VSAivTCs/idqN+Pjb1DJ04jExU01Z+
    AS4/0l/SZj6mXd7N9wcxL5SBzNg6nXzXuBZZLh+nt3hQd2rz8qn8+Po4ghylZctX
    sGffhRv7fvBsXTEVYLZ1DZJiy8AVeWjMG+IdVjX//aJZ75hQLw7g4m5tTvPjIEhT
    QQIDAQAB
    -----END PUBLIC KEY-----
  EOT
}

resource "aws_cloudfront_key_group" "theirs" {
  name  = "example-edge-existing"
  items = [aws_cloudfront_public_key.theirs.id]
}

resource "aws_wafv2_rule_group" "theirs" {
  name     = "example-edge-existing"
  capacity = 1
  scope    = "CLOUDFRONT"

  rule {
    name     = "countries"
    priority = 0

    action {
      block {}
    }

    statement {
      geo_match_statement {
        country_codes = ["KP"]
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "countries"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "example-edge-existing"
    sampled_requests_enabled   = true
  }
}

resource "aws_eip" "theirs" {
  #checkov:skip=CKV2_AWS_19: represents what listens in this region
  domain = "vpc"
}

module "waf" {
  source = "../../../waf"

  name          = "example-edge-existing"
  log           = null
  managed_rules = {}
  rule_groups   = { company = { arn = aws_wafv2_rule_group.theirs.arn, count_only = true } }
  scope         = "CLOUDFRONT"
}

module "cdn" {
  source = "../.."

  name       = "example-edge-existing"
  behaviours = { "/api/*" = { origin = "api" } }
  default    = { key_group = "company", origin = "site" }
  domain = { certificate = { arn = aws_acm_certificate_validation.theirs.certificate_arn },
  names = ["edge-existing.example.com"] }
  key_groups = { company = { id = aws_cloudfront_key_group.theirs.id } }
  web_acl    = { arn = module.waf.arn }

  origins = {
    api = { host = "api.edge-existing.example.com",
    load_balancer = { arn = aws_lb.theirs.arn, dns_name = aws_lb.theirs.dns_name } }
    site = { bucket = { domain_name = aws_s3_bucket.theirs.bucket_regional_domain_name } }
  }
}

module "name" {
  source = "../../../dns-failover"

  name      = "edge-existing.example.com"
  endpoints = { world = { load_balancer = { dns_name = module.cdn.domain_name, zone_id = module.cdn.zone_id } } }
  policy    = "weighted"
  zone      = { zone_id = aws_route53_zone.theirs.zone_id }
}

module "accelerator" {
  source = "../../../global-accelerator"

  name = "example-edge-existing"

  listeners = {
    https = {
      ports  = [443]
      groups = { us-east-1 = { endpoints = { api = { id = aws_eip.theirs.allocation_id, keep_client_ip = false } } } }
    }
  }
}

output "cdn" {
  value = module.cdn
}

output "theirs" {
  value = { key_group = aws_cloudfront_key_group.theirs.id, load_balancer = aws_lb.theirs.arn,
  rule_group = aws_wafv2_rule_group.theirs.arn }
}

output "waf" {
  value = module.waf
}
