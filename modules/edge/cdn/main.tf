locals {
  behaviours = merge({ default = var.default },
  { for name, behaviour in var.behaviours : "path-${name}" => behaviour })
  # The longest path first, since CloudFront takes the first that fits.
  lengths = reverse(sort([for path in keys(var.behaviours) : format("%03d %s", length(path), path)]))
  ordered = [for path in [for key in local.lengths : substr(key, 4, -1)] :
  merge(var.behaviours[path], { path = path })]
  methods = {
    all  = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    read = ["GET", "HEAD", "OPTIONS"]
  }
}

resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_68: the caller gives web_acl
  #checkov:skip=CKV_AWS_86: the caller gives the bucket for logs, which are CloudFront's newer ones
  #checkov:skip=CKV_AWS_174: CloudFront's own certificate takes no minimum; with one of the caller's it is TLS 1.2
  #checkov:skip=CKV_AWS_305: an API has no root object; the caller gives one to a site
  #checkov:skip=CKV_AWS_310: the origins are S3 and load balancers, which have several zones each
  #checkov:skip=CKV_AWS_374: where users are is the caller's to say
  #checkov:skip=CKV2_AWS_32: responses have security headers unless the caller turns them off
  #checkov:skip=CKV2_AWS_42: without a domain, it is found by CloudFront's name
  #checkov:skip=CKV2_AWS_47: the caller gives web_acl, with the rules it needs
  aliases             = var.domain == null ? [] : var.domain.names
  comment             = var.name
  default_root_object = var.root_object
  enabled             = true
  http_version        = "http2and3"
  is_ipv6_enabled     = true
  price_class         = var.price_class
  web_acl_id          = try(var.web_acl.arn, null)

  dynamic "origin" {
    for_each = var.origins

    content {
      domain_name = coalesce(
        try(origin.value.bucket.domain_name, null), origin.value.host, try(origin.value.load_balancer.dns_name, null)
      )
      origin_access_control_id = (
        origin.value.bucket == null ? null : aws_cloudfront_origin_access_control.this[origin.key].id
      )
      origin_id   = origin.key
      origin_path = origin.value.path

      dynamic "custom_origin_config" {
        for_each = origin.value.bucket == null && origin.value.load_balancer == null ? [origin.value] : []

        content {
          http_port                = 80
          https_port               = custom_origin_config.value.port
          origin_keepalive_timeout = 5
          origin_protocol_policy   = "https-only"
          origin_read_timeout      = custom_origin_config.value.timeout_seconds
          origin_ssl_protocols     = ["TLSv1.2"]
        }
      }

      dynamic "vpc_origin_config" {
        for_each = origin.value.load_balancer == null ? [] : [origin.value]

        content {
          origin_keepalive_timeout = 5
          origin_read_timeout      = vpc_origin_config.value.timeout_seconds
          vpc_origin_id            = aws_cloudfront_vpc_origin.this[origin.key].id
        }
      }
    }
  }

  dynamic "origin_group" {
    for_each = var.origin_groups

    content {
      origin_id = origin_group.key

      failover_criteria {
        status_codes = origin_group.value.codes
      }

      member {
        origin_id = origin_group.value.primary
      }

      member {
        origin_id = origin_group.value.secondary
      }
    }
  }

  default_cache_behavior {
    allowed_methods            = local.methods[var.default.methods]
    cache_policy_id            = lookup(local.cache_policies, var.default.cache, var.default.cache)
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    origin_request_policy_id   = lookup(local.forward_policies, var.default.forward, var.default.forward)
    response_headers_policy_id = lookup(local.headers_policies, var.default.headers, var.default.headers)
    target_origin_id           = var.default.origin
    trusted_key_groups         = var.default.key_group == null ? [] : [local.key_group_ids[var.default.key_group]]
    viewer_protocol_policy     = "redirect-to-https"

    dynamic "function_association" {
      for_each = {
        for event, name in { viewer-request = var.default.function, viewer-response = var.default.answer_function } :
        event => name if name != null
      }

      content {
        event_type   = function_association.key
        function_arn = aws_cloudfront_function.this[function_association.value].arn
      }
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = local.ordered

    content {
      path_pattern    = ordered_cache_behavior.value.path
      allowed_methods = local.methods[ordered_cache_behavior.value.methods]
      cache_policy_id = lookup(
        local.cache_policies,
        ordered_cache_behavior.value.cache,
        ordered_cache_behavior.value.cache
      )
      cached_methods = ["GET", "HEAD"]
      compress       = true
      origin_request_policy_id = lookup(
        local.forward_policies,
        ordered_cache_behavior.value.forward,
        ordered_cache_behavior.value.forward
      )
      response_headers_policy_id = lookup(
        local.headers_policies,
        ordered_cache_behavior.value.headers,
        ordered_cache_behavior.value.headers
      )
      target_origin_id = ordered_cache_behavior.value.origin
      trusted_key_groups = (
        ordered_cache_behavior.value.key_group == null ? [] :
        [local.key_group_ids[ordered_cache_behavior.value.key_group]]
      )
      viewer_protocol_policy = "redirect-to-https"

      dynamic "function_association" {
        for_each = {
          for event, name in {
            viewer-request  = ordered_cache_behavior.value.function
            viewer-response = ordered_cache_behavior.value.answer_function
          } : event => name if name != null
        }

        content {
          event_type   = function_association.key
          function_arn = aws_cloudfront_function.this[function_association.value].arn
        }
      }
    }
  }

  # S3 answers 403 for what is not there when the caller may not list.
  dynamic "custom_error_response" {
    for_each = var.single_page == null ? [] : [403, 404]

    content {
      error_caching_min_ttl = 10
      error_code            = custom_error_response.value
      response_code         = 200
      response_page_path    = var.single_page
    }
  }

  restrictions {
    geo_restriction {
      locations = concat(var.allowed_countries, var.blocked_countries)
      restriction_type = (
        length(var.allowed_countries) > 0 ? "whitelist" : length(var.blocked_countries) > 0 ? "blacklist" : "none"
      )
    }
  }

  viewer_certificate {
    acm_certificate_arn            = try(var.domain.certificate.arn, null)
    cloudfront_default_certificate = var.domain == null ? true : null
    minimum_protocol_version       = var.domain == null ? null : "TLSv1.2_2021"
    ssl_support_method             = var.domain == null ? null : "sni-only"
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition = length(local.unknown_policies) == 0
      error_message = join(" ", [
        "default and behaviours have ${join(", ", local.unknown_policies)}: write what AWS calls a managed",
        "policy without \"Managed-\", for example \"CachingOptimized\", or the id of a policy of your own.",
      ])
    }
  }
}

resource "aws_cloudfront_origin_access_control" "this" {
  for_each = { for name, origin in var.origins : name => origin if origin.bucket != null }

  name                              = "${var.name}-${each.key}"
  description                       = "${var.name} reads ${each.key}."
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_vpc_origin" "this" {
  for_each = { for name, origin in var.origins : name => origin if origin.load_balancer != null }

  vpc_origin_endpoint_config {
    name                   = "${var.name}-${each.key}"
    arn                    = each.value.load_balancer.arn
    http_port              = 80
    https_port             = each.value.port
    origin_protocol_policy = "https-only"

    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_function" "this" {
  for_each = var.functions

  name    = "${var.name}-${each.key}"
  code    = each.value
  comment = "${each.key} of ${var.name}"
  publish = true
  runtime = "cloudfront-js-2.0"

  lifecycle {
    create_before_destroy = true
  }
}
