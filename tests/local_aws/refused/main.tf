# What the local AWS refuses, each in the words that local_aws/types.toml tells.

data "aws_caller_identity" "current" {}

resource "aws_codeartifact_domain" "this" {
  domain = "refused"
}

resource "aws_lightsail_static_ip" "this" {
  name = "refused"
}

resource "aws_route53_zone" "this" {
  name = "refused.example.com"
}

resource "aws_route53_key_signing_key" "this" {
  hosted_zone_id             = aws_route53_zone.this.id
  key_management_service_arn = "arn:aws:kms:us-east-1:${data.aws_caller_identity.current.account_id}:key/refused"
  name                       = "refused"
}

resource "aws_s3_account_public_access_block" "this" {
  block_public_acls = true
}

resource "aws_s3_bucket" "this" {
  bucket = "refused"
}

resource "aws_s3_access_point" "this" {
  bucket = aws_s3_bucket.this.id
  name   = "refused"
}
