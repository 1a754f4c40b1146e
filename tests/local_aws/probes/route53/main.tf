provider "aws" {
  alias  = "dns"
  region = "us-east-1" # where DNSSEC keys and query logs of Route 53 are
}

resource "aws_route53_zone" "this" {
  name = "probe.example.com"
}

resource "aws_kms_key" "this" {
  provider = aws.dns

  customer_master_key_spec = "ECC_NIST_P256"
  deletion_window_in_days  = 7
  description              = "probe of a zone"
  key_usage                = "SIGN_VERIFY"
}

resource "aws_route53_key_signing_key" "this" {
  hosted_zone_id             = aws_route53_zone.this.id
  key_management_service_arn = aws_kms_key.this.arn
  name                       = "probe"
}

resource "aws_route53_hosted_zone_dnssec" "this" {
  hosted_zone_id = aws_route53_key_signing_key.this.hosted_zone_id
}

resource "aws_cloudwatch_log_group" "this" {
  provider = aws.dns

  name = "/aws/route53/probe.example.com"
}

resource "aws_route53_query_log" "this" {
  cloudwatch_log_group_arn = aws_cloudwatch_log_group.this.arn
  zone_id                  = aws_route53_zone.this.zone_id
}

resource "aws_route53_cidr_collection" "this" {
  name = "probe"
}

resource "aws_route53_cidr_location" "this" {
  cidr_collection_id = aws_route53_cidr_collection.this.id
  name               = "office"
  cidr_blocks        = ["192.0.2.0/24"]
}
