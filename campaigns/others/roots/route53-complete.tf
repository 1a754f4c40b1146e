resource "aws_route53_delegation_set" "this" {
  reference_name = "main"
}
resource "aws_route53_zone" "this" {
  name              = "example.com"
  comment           = "public"
  delegation_set_id = aws_route53_delegation_set.this.id
  force_destroy     = true
}
resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_vpc" "other" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_route53_zone" "private" {
  name = "internal.example.com"
  vpc {
    vpc_id = aws_vpc.this.id
  }
  lifecycle {
    ignore_changes = [vpc]
  }
}
resource "aws_route53_zone_association" "this" {
  zone_id = aws_route53_zone.private.id
  vpc_id  = aws_vpc.other.id
}
resource "aws_route53_vpc_association_authorization" "this" {
  zone_id = aws_route53_zone.private.id
  vpc_id  = aws_vpc.other.id
}
resource "aws_route53_record" "simple" {
  zone_id = aws_route53_zone.this.zone_id
  name    = "www"
  type    = "A"
  ttl     = 300
  records = ["10.10.10.10"]
}
resource "aws_route53_record" "txt" {
  zone_id = aws_route53_zone.this.zone_id
  name    = ""
  type    = "TXT"
  ttl     = 300
  records = ["v=spf1 -all", "two\" \"parts"]
}
resource "aws_route53_record" "mx" {
  zone_id = aws_route53_zone.this.zone_id
  name    = "mail"
  type    = "MX"
  ttl     = 300
  records = ["10 mail.example.com"]
}
resource "aws_route53_record" "caa" {
  zone_id = aws_route53_zone.this.zone_id
  name    = "caa"
  type    = "CAA"
  ttl     = 300
  records = ["0 issue \"amazon.com\""]
}
resource "aws_route53_health_check" "this" {
  fqdn              = "example.com"
  port              = 443
  type              = "HTTPS"
  resource_path     = "/"
  failure_threshold = 5
  request_interval  = 30
  measure_latency   = true
  tags              = { Name = "check" }
}
resource "aws_route53_health_check" "calculated" {
  type                   = "CALCULATED"
  child_health_threshold = 1
  child_healthchecks     = [aws_route53_health_check.this.id]
}
resource "aws_route53_record" "weighted" {
  for_each       = { a = 90, b = 10 }
  zone_id        = aws_route53_zone.this.zone_id
  name           = "weighted"
  type           = "CNAME"
  ttl            = 5
  set_identifier = each.key
  records        = ["${each.key}.example.com"]
  weighted_routing_policy {
    weight = each.value
  }
}
resource "aws_route53_record" "failover" {
  zone_id         = aws_route53_zone.this.zone_id
  name            = "failover"
  type            = "A"
  ttl             = 60
  set_identifier  = "primary"
  health_check_id = aws_route53_health_check.this.id
  records         = ["10.0.0.1"]
  failover_routing_policy {
    type = "PRIMARY"
  }
}
resource "aws_route53_record" "geo" {
  zone_id        = aws_route53_zone.this.zone_id
  name           = "geo"
  type           = "A"
  ttl            = 60
  set_identifier = "europe"
  records        = ["10.0.0.1"]
  geolocation_routing_policy {
    continent = "EU"
  }
}
resource "aws_route53_record" "latency" {
  zone_id        = aws_route53_zone.this.zone_id
  name           = "latency"
  type           = "A"
  ttl            = 60
  set_identifier = "eu"
  records        = ["10.0.0.1"]
  latency_routing_policy {
    region = "eu-west-1"
  }
}
resource "aws_route53_record" "multi" {
  zone_id                          = aws_route53_zone.this.zone_id
  name                             = "multi"
  type                             = "A"
  ttl                              = 60
  set_identifier                   = "one"
  records                          = ["10.0.0.1"]
  multivalue_answer_routing_policy = true
}
resource "aws_s3_bucket" "site" {
  bucket = "site.example.com"
}
resource "aws_s3_bucket_website_configuration" "site" {
  bucket = aws_s3_bucket.site.id
  index_document {
    suffix = "index.html"
  }
}
resource "aws_route53_record" "alias" {
  zone_id = aws_route53_zone.this.zone_id
  name    = "site"
  type    = "A"
  alias {
    name                   = aws_s3_bucket_website_configuration.site.website_domain
    zone_id                = aws_s3_bucket.site.hosted_zone_id
    evaluate_target_health = true
  }
}
resource "aws_route53_cidr_collection" "this" {
  name = "offices"
}
resource "aws_route53_cidr_location" "this" {
  cidr_collection_id = aws_route53_cidr_collection.this.id
  name               = "office"
  cidr_blocks        = ["200.5.3.0/24"]
}
data "aws_route53_zone" "this" {
  name       = "example.com."
  depends_on = [aws_route53_zone.this]
}
data "aws_route53_delegation_set" "this" {
  id = aws_route53_delegation_set.this.id
}
