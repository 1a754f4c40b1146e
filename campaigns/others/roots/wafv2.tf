resource "aws_wafv2_ip_set" "this" {
  name               = "blocked"
  scope              = "REGIONAL"
  ip_address_version = "IPV4"
  addresses          = ["1.2.3.4/32"]
}
resource "aws_wafv2_regex_pattern_set" "this" {
  name  = "bots"
  scope = "REGIONAL"
  regular_expression {
    regex_string = "bot"
  }
}
resource "aws_wafv2_rule_group" "this" {
  name     = "rules"
  scope    = "REGIONAL"
  capacity = 10
  rule {
    name     = "geo"
    priority = 1
    action {
      block {}
    }
    statement {
      geo_match_statement {
        country_codes = ["KP"]
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = false
      metric_name                = "geo"
      sampled_requests_enabled   = false
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = false
    metric_name                = "rules"
    sampled_requests_enabled   = false
  }
}
resource "aws_wafv2_web_acl" "this" {
  name  = "main"
  scope = "REGIONAL"
  default_action {
    allow {}
  }
  custom_response_body {
    key          = "no"
    content      = "no"
    content_type = "TEXT_PLAIN"
  }
  rule {
    name     = "common"
    priority = 10
    override_action {
      none {}
    }
    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesCommonRuleSet"
        vendor_name = "AWS"
        rule_action_override {
          name = "SizeRestrictions_BODY"
          action_to_use {
            count {}
          }
        }
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "common"
      sampled_requests_enabled   = true
    }
  }
  rule {
    name     = "rate"
    priority = 20
    action {
      block {
        custom_response {
          response_code            = 429
          custom_response_body_key = "no"
        }
      }
    }
    statement {
      rate_based_statement {
        limit                 = 2000
        aggregate_key_type    = "IP"
        evaluation_window_sec = 120
        scope_down_statement {
          not_statement {
            statement {
              ip_set_reference_statement {
                arn = aws_wafv2_ip_set.this.arn
              }
            }
          }
        }
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "rate"
      sampled_requests_enabled   = true
    }
  }
  rule {
    name     = "own"
    priority = 30
    override_action {
      count {}
    }
    statement {
      rule_group_reference_statement {
        arn = aws_wafv2_rule_group.this.arn
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "own"
      sampled_requests_enabled   = true
    }
  }
  rule {
    name     = "regex"
    priority = 40
    action {
      captcha {}
    }
    statement {
      regex_pattern_set_reference_statement {
        arn = aws_wafv2_regex_pattern_set.this.arn
        field_to_match {
          single_header {
            name = "user-agent"
          }
        }
        text_transformation {
          priority = 0
          type     = "LOWERCASE"
        }
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "regex"
      sampled_requests_enabled   = true
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "main"
    sampled_requests_enabled   = true
  }
}
resource "aws_cloudwatch_log_group" "this" {
  name = "aws-waf-logs-main"
}
resource "aws_wafv2_web_acl_logging_configuration" "this" {
  log_destination_configs = [aws_cloudwatch_log_group.this.arn]
  resource_arn            = aws_wafv2_web_acl.this.arn
  redacted_fields {
    single_header {
      name = "authorization"
    }
  }
}
data "aws_wafv2_ip_set" "this" {
  name       = "blocked"
  scope      = "REGIONAL"
  depends_on = [aws_wafv2_ip_set.this]
}
data "aws_wafv2_web_acl" "this" {
  name       = "main"
  scope      = "REGIONAL"
  depends_on = [aws_wafv2_web_acl.this]
}
