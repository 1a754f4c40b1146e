resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  #checkov:skip=CKV_AWS_338: what was blocked is looked at within days; the caller keeps it for longer
  count = var.log == null ? 0 : 1

  # WAF writes to groups that are called so, and to no others.
  name              = "aws-waf-logs-${var.name}"
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}

resource "aws_wafv2_web_acl_logging_configuration" "this" {
  count = var.log == null ? 0 : 1

  log_destination_configs = aws_cloudwatch_log_group.this[*].arn
  resource_arn            = aws_wafv2_web_acl.this.arn

  dynamic "logging_filter" {
    for_each = var.log.allowed ? [] : [1]

    content {
      default_behavior = "DROP"

      filter {
        behavior    = "KEEP"
        requirement = "MEETS_ANY"

        dynamic "condition" {
          for_each = ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"]

          content {
            action_condition {
              action = condition.value
            }
          }
        }
      }
    }
  }

  dynamic "redacted_fields" {
    for_each = var.log.redacted_headers

    content {
      single_header {
        name = redacted_fields.value
      }
    }
  }

  dynamic "redacted_fields" {
    for_each = var.log.redact_query ? [1] : []

    content {
      query_string {}
    }
  }
}
