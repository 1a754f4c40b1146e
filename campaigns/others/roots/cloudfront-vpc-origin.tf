data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_lb" "this" {
  name     = "origin"
  internal = true
  subnets  = data.aws_subnets.this.ids
}
resource "aws_cloudfront_vpc_origin" "this" {
  vpc_origin_endpoint_config {
    name                   = "origin"
    arn                    = aws_lb.this.arn
    http_port              = 8080
    https_port             = 8443
    origin_protocol_policy = "https-only"
    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }
}
resource "aws_cloudfront_continuous_deployment_policy" "this" {
  enabled = false
  staging_distribution_dns_names {
    items    = ["d111111abcdef8.cloudfront.net"]
    quantity = 1
  }
  traffic_config {
    type = "SingleWeight"
    single_weight_config {
      weight = "0.01"
    }
  }
}
resource "aws_cloudfront_field_level_encryption_profile" "none" {
  count = 0
  name  = "x"
  encryption_entities {}
}
