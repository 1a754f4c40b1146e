data "aws_cloudfront_cache_policy" "this" {
  name = "Managed-CachingOptimized"
}

data "aws_cloudfront_origin_request_policy" "this" {
  name = "Managed-AllViewer"
}

data "aws_cloudfront_response_headers_policy" "this" {
  name = "Managed-SecurityHeadersPolicy"
}

resource "aws_cloudfront_key_value_store" "this" {
  name = "probe"
}

resource "aws_cloudfront_function" "this" {
  name    = "probe"
  runtime = "cloudfront-js-2.0"
  publish = false
  code    = "function handler(event) { return event.request }"
}

resource "aws_cloudfront_origin_access_identity" "this" {
  comment = "A probe."
}

resource "aws_cloudfront_response_headers_policy" "this" {
  name = "probe"
  security_headers_config {
    content_type_options {
      override = true
    }
    strict_transport_security {
      access_control_max_age_sec = 63072000
      include_subdomains         = true
      preload                    = true
      override                   = true
    }
  }
}

resource "aws_kinesis_stream" "this" {
  name        = "probe-cloudfront"
  shard_count = 1
}

resource "aws_iam_role" "this" {
  name = "probe-cloudfront"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "cloudfront.amazonaws.com" }
    }]
  })
}

resource "aws_cloudfront_realtime_log_config" "this" {
  name          = "probe"
  sampling_rate = 50
  fields        = ["timestamp", "c-ip"]
  endpoint {
    stream_type = "Kinesis"
    kinesis_stream_config {
      role_arn   = aws_iam_role.this.arn
      stream_arn = aws_kinesis_stream.this.arn
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
