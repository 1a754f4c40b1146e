# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
resource "aws_cloudfront_response_headers_policy" "this" {
  #checkov:skip=CKV_AWS_259: it does, unless the caller writes 0 seconds
  for_each = var.header_policies

  name    = "${var.name}-${each.key}"
  comment = "${each.key} of ${var.name}"

  security_headers_config {
    content_type_options {
      override = true
    }

    frame_options {
      frame_option = each.value.frames
      override     = true
    }

    referrer_policy {
      override        = true
      referrer_policy = each.value.referrer
    }

    dynamic "content_security_policy" {
      for_each = each.value.content_security_policy == null ? [] : [each.value.content_security_policy]

      content {
        content_security_policy = content_security_policy.value
        override                = true
      }
    }

    dynamic "strict_transport_security" {
      for_each = each.value.hsts_seconds == 0 ? [] : [each.value.hsts_seconds]

      content {
        access_control_max_age_sec = strict_transport_security.value
        include_subdomains         = true
        override                   = true
      }
    }
  }

  dynamic "cors_config" {
    for_each = each.value.cors == null ? [] : [each.value.cors]

    content {
      access_control_allow_credentials = cors_config.value.credentials
      access_control_max_age_sec       = cors_config.value.max_age_seconds
      origin_override                  = true

      access_control_allow_headers {
        items = cors_config.value.headers
      }

      access_control_allow_methods {
        items = cors_config.value.methods
      }

      access_control_allow_origins {
        items = cors_config.value.origins
      }

      dynamic "access_control_expose_headers" {
        for_each = length(cors_config.value.expose) == 0 ? [] : [cors_config.value.expose]

        content {
          items = access_control_expose_headers.value
        }
      }
    }
  }

  dynamic "custom_headers_config" {
    for_each = length(each.value.add) == 0 ? [] : [each.value.add]

    content {
      dynamic "items" {
        for_each = custom_headers_config.value

        content {
          header   = items.key
          override = true
          value    = items.value
        }
      }
    }
  }

  dynamic "remove_headers_config" {
    for_each = length(each.value.remove) == 0 ? [] : [each.value.remove]

    content {
      dynamic "items" {
        for_each = remove_headers_config.value

        content {
          header = items.value
        }
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}
