# A zone, a Region, a scope or a network that does not fit.

resource "aws_wafv2_web_acl" "scope" {
  count = local.later

  name  = "preflight-scope"
  scope = "CLOUDFRONT"

  default_action {
    allow {}
  }

  visibility_config {
    cloudwatch_metrics_enabled = false
    metric_name                = "all"
    sampled_requests_enabled   = false
  }
}

resource "aws_subnet" "zone" {
  count = local.later

  vpc_id            = aws_vpc.this.id
  cidr_block        = "10.0.9.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_vpc_endpoint" "region" {
  count = local.later

  vpc_id       = aws_vpc.this.id
  service_name = "com.amazonaws.us-east-1.s3"
}

resource "aws_instance" "networks" {
  count = local.later

  ami                    = "ami-12c6146b"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.other.id
  vpc_security_group_ids = [aws_security_group.plain.id]
}

resource "aws_lambda_function" "runtime" {
  count = local.later

  function_name    = "preflight-runtime"
  role             = aws_iam_role.plain.arn
  runtime          = "nodejs14.x"
  handler          = "index.handler"
  filename         = "${path.module}/empty.zip"
  source_code_hash = "none"
}

resource "aws_acm_certificate" "here" {
  domain_name       = "preflight.example"
  validation_method = "DNS"
}

resource "aws_cloudfront_distribution" "certificate" {
  count = local.later

  enabled = true
  aliases = ["preflight.example"]

  origin {
    origin_id   = "web"
    domain_name = "origin.example.com"

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "web"
    viewer_protocol_policy = "https-only"
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn = aws_acm_certificate.here.arn
    ssl_support_method  = "sni-only"
  }
}
