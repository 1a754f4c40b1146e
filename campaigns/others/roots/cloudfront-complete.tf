resource "aws_s3_bucket" "this" {
  bucket_prefix = "site-"
  force_destroy = true
}
resource "aws_s3_bucket" "logs" {
  bucket_prefix = "site-logs-"
  force_destroy = true
}
resource "aws_s3_bucket_ownership_controls" "logs" {
  bucket = aws_s3_bucket.logs.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}
resource "aws_cloudfront_origin_access_control" "this" {
  name                              = "site"
  description                       = "site"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}
resource "aws_cloudfront_origin_access_identity" "this" {
  comment = "site"
}
data "aws_cloudfront_cache_policy" "optimized" {
  name = "Managed-CachingOptimized"
}
data "aws_cloudfront_origin_request_policy" "all" {
  name = "Managed-AllViewerExceptHostHeader"
}
data "aws_cloudfront_response_headers_policy" "simple" {
  name = "Managed-SimpleCORS"
}
resource "aws_cloudfront_cache_policy" "this" {
  name        = "own"
  default_ttl = 50
  max_ttl     = 100
  min_ttl     = 1
  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true
    cookies_config {
      cookie_behavior = "whitelist"
      cookies {
        items = ["a"]
      }
    }
    headers_config {
      header_behavior = "whitelist"
      headers {
        items = ["x-a"]
      }
    }
    query_strings_config {
      query_string_behavior = "all"
    }
  }
}
resource "aws_cloudfront_origin_request_policy" "this" {
  name = "own"
  cookies_config {
    cookie_behavior = "none"
  }
  headers_config {
    header_behavior = "none"
  }
  query_strings_config {
    query_string_behavior = "none"
  }
}
resource "aws_cloudfront_response_headers_policy" "this" {
  name = "own"
  cors_config {
    access_control_allow_credentials = true
    access_control_allow_headers {
      items = ["test"]
    }
    access_control_allow_methods {
      items = ["GET"]
    }
    access_control_allow_origins {
      items = ["test.example.comtest"]
    }
    origin_override = true
  }
  custom_headers_config {
    items {
      header   = "X-Permitted-Cross-Domain-Policies"
      override = true
      value    = "none"
    }
  }
  remove_headers_config {
    items {
      header = "Set-Cookie"
    }
  }
  server_timing_headers_config {
    enabled       = true
    sampling_rate = 50
  }
  security_headers_config {
    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = true
      override                   = true
      preload                    = true
    }
    frame_options {
      frame_option = "DENY"
      override     = true
    }
    content_security_policy {
      content_security_policy = "default-src 'none'"
      override                = true
    }
  }
}
resource "aws_cloudfront_function" "this" {
  name    = "rewrite"
  runtime = "cloudfront-js-2.0"
  publish = true
  code    = "function handler(event) { return event.request; }"
}
resource "aws_cloudfront_distribution" "this" {
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = "PriceClass_100"
  comment             = "site"
  default_root_object = "index.html"
  retain_on_delete    = false
  wait_for_deployment = false
  logging_config {
    bucket = aws_s3_bucket.logs.bucket_domain_name
    prefix = "cdn"
  }
  origin {
    origin_id                = "s3"
    domain_name              = aws_s3_bucket.this.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.this.id
    origin_shield {
      enabled              = true
      origin_shield_region = "eu-west-1"
    }
  }
  origin {
    origin_id   = "identity"
    domain_name = aws_s3_bucket.this.bucket_regional_domain_name
    s3_origin_config {
      origin_access_identity = aws_cloudfront_origin_access_identity.this.cloudfront_access_identity_path
    }
  }
  origin {
    origin_id   = "custom"
    domain_name = "api.example.com"
    custom_header {
      name  = "X-Forwarded-Scheme"
      value = "https"
    }
    custom_origin_config {
      http_port                = 80
      https_port               = 443
      origin_protocol_policy   = "match-viewer"
      origin_ssl_protocols     = ["TLSv1.2"]
      origin_keepalive_timeout = 5
      origin_read_timeout      = 30
    }
  }
  origin_group {
    origin_id = "group"
    failover_criteria {
      status_codes = [403, 404, 500, 502]
    }
    member {
      origin_id = "custom"
    }
    member {
      origin_id = "s3"
    }
  }
  default_cache_behavior {
    target_origin_id           = "s3"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD", "OPTIONS"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = data.aws_cloudfront_cache_policy.optimized.id
    origin_request_policy_id   = data.aws_cloudfront_origin_request_policy.all.id
    response_headers_policy_id = data.aws_cloudfront_response_headers_policy.simple.id
    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.this.arn
    }
  }
  ordered_cache_behavior {
    path_pattern           = "/api/*"
    target_origin_id       = "custom"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods         = ["GET", "HEAD"]
    min_ttl                = 0
    default_ttl            = 3600
    max_ttl                = 86400
    forwarded_values {
      query_string = true
      headers      = ["Authorization"]
      cookies {
        forward           = "whitelist"
        whitelisted_names = ["session"]
      }
    }
  }
  custom_error_response {
    error_code            = 404
    response_code         = 200
    response_page_path    = "/index.html"
    error_caching_min_ttl = 10
  }
  restrictions {
    geo_restriction {
      restriction_type = "whitelist"
      locations        = ["NO", "UA", "US", "GB"]
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
resource "aws_cloudfront_monitoring_subscription" "this" {
  distribution_id = aws_cloudfront_distribution.this.id
  monitoring_subscription {
    realtime_metrics_subscription_config {
      realtime_metrics_subscription_status = "Enabled"
    }
  }
}
resource "aws_cloudfront_public_key" "this" {
  name        = "key"
  encoded_key = <<-EOT
    -----BEGIN PUBLIC KEY-----
    MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuVtW7ZpZ3VHEmtnXMPd5
    0v3VpPRqdgEn3EtSIbs0xRB0SPJkkE1OtpXKyTZSqbSVVyzkzaDCLmUMu0VAhQcj
    f9wBNVyNa9D4TL0P9wU+RmbkV2ErpROQ7AUnqj1LRLRqe4VwhV3BmPvP2jYQ2yXc
    YkGWbG1rQpYZmMkFtFi0QmgNfXb9bCFxhbH6JLYQ4RANcq+8X1dHVWSoC9KAZpbN
    Xlwfp+lPyWTtGPNi1fY5yTqxNlVZ+uXHIlYYtL9yGwpmDcxSX6G6gSUfUqsBGmPC
    M6bY3Cwl0xvpqpeLHEHgHzVQ8tvGdKC8CjcUkqsPDtJVYDFyzeWNLTf3yuVGSxwJ
    YwIDAQAB
    -----END PUBLIC KEY-----
  EOT
}
resource "aws_cloudfront_key_group" "this" {
  name  = "keys"
  items = [aws_cloudfront_public_key.this.id]
}
data "aws_cloudfront_distribution" "this" {
  id = aws_cloudfront_distribution.this.id
}
data "aws_cloudfront_function" "this" {
  name  = aws_cloudfront_function.this.name
  stage = "LIVE"
}
