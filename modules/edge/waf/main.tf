data "aws_region" "this" {}

locals {
  # Each list is kept as two sets, since a set holds addresses of one version.
  address_lists = merge(
    length(var.allowed_ips) == 0 ? {} : { allowed = var.allowed_ips },
    length(var.blocked_ips) == 0 ? {} : { blocked = var.blocked_ips },
  )
  address_sets = merge([
    for list, ranges in local.address_lists : {
      "${list}-ipv4" = { version = "IPV4", ranges = [for range in ranges : range if !strcontains(range, ":")] }
      "${list}-ipv6" = { version = "IPV6", ranges = [for range in ranges : range if strcontains(range, ":")] }
    }
  ]...)

  # What decides first has the lowest number. Within a hundred the names' order decides.
  countries = length(var.allowed_countries) + length(var.blocked_countries) == 0 ? [] : [{
    name     = length(var.allowed_countries) > 0 ? "countries-not-allowed" : "blocked-countries"
    codes    = concat(var.allowed_countries, var.blocked_countries)
    excluded = length(var.allowed_countries) > 0
  }]
  rate_limits = {
    for position, name in keys(var.rate_limits) : name => merge(var.rate_limits[name], { priority = 100 + position })
  }
  managed_groups = {
    for position, name in keys(var.managed_rules) :
    name => merge(var.managed_rules[name], { priority = 200 + position })
  }
  rule_groups = {
    for position, name in keys(var.rule_groups) :
    "group-${name}" => merge(var.rule_groups[name], { priority = 400 + position })
  }

  # Each condition as one pattern: what is written is no pattern itself, unless it is a regex.
  own_rules = {
    for name, rule in var.rules : "own-${name}" => merge(rule, {
      when = [
        for fit in rule.when : merge(fit, {
          pattern = fit.match == "regex" ? fit.value : join("", [
            contains(["equals", "starts"], fit.match) ? "^" : "",
            replace(fit.value, "/([.*+?^$(){}|\\[\\]\\\\])/", "\\$1"),
            contains(["ends", "equals"], fit.match) ? "$" : "",
          ])
        })
      ]
    })
  }
}

resource "aws_wafv2_ip_set" "this" {
  for_each = local.address_sets

  name               = "${var.name}-${each.key}"
  addresses          = each.value.ranges
  ip_address_version = each.value.version
  scope              = var.scope

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_wafv2_web_acl" "this" {
  #checkov:skip=CKV_AWS_192: the rules against Log4j's flaw are in AWSManagedRulesKnownBadInputsRuleSet, one of the defaults
  #checkov:skip=CKV2_AWS_31: requests are logged unless the caller turns it off
  name        = var.name
  description = var.description
  scope       = var.scope

  default_action {
    dynamic "allow" {
      for_each = var.default_action == "allow" ? [1] : []
      content {}
    }

    dynamic "block" {
      for_each = var.default_action == "block" ? [1] : []
      content {}
    }
  }

  # Who is let in or kept out whatever else the request is.
  dynamic "rule" {
    for_each = {
      for position, list in keys(local.address_lists) : "${list}-ips" => { list = list, priority = position }
    }

    content {
      name     = rule.key
      priority = rule.value.priority

      action {
        dynamic "allow" {
          for_each = rule.value.list == "allowed" ? [1] : []
          content {}
        }

        dynamic "block" {
          for_each = rule.value.list == "blocked" ? [1] : []
          content {}
        }
      }

      statement {
        or_statement {
          statement {
            ip_set_reference_statement {
              arn = aws_wafv2_ip_set.this["${rule.value.list}-ipv4"].arn
            }
          }

          statement {
            ip_set_reference_statement {
              arn = aws_wafv2_ip_set.this["${rule.value.list}-ipv6"].arn
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }

  dynamic "rule" {
    for_each = local.countries

    content {
      name     = rule.value.name
      priority = 10

      action {
        block {}
      }

      statement {
        dynamic "geo_match_statement" {
          for_each = rule.value.excluded ? [] : [rule.value.codes]

          content {
            country_codes = geo_match_statement.value
          }
        }

        dynamic "not_statement" {
          for_each = rule.value.excluded ? [rule.value.codes] : []

          content {
            statement {
              geo_match_statement {
                country_codes = not_statement.value
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.value.name
        sampled_requests_enabled   = true
      }
    }
  }

  # A rule of several conditions is an AND of at least two, so that a single one is written twice.
  dynamic "rule" {
    for_each = local.own_rules

    content {
      name     = rule.key
      priority = 20 + rule.value.priority

      action {
        dynamic "allow" {
          for_each = rule.value.action == "allow" ? [1] : []
          content {}
        }

        dynamic "block" {
          for_each = rule.value.action == "block" ? [1] : []
          content {}
        }

        dynamic "captcha" {
          for_each = rule.value.action == "captcha" ? [1] : []
          content {}
        }

        dynamic "challenge" {
          for_each = rule.value.action == "challenge" ? [1] : []
          content {}
        }

        dynamic "count" {
          for_each = rule.value.action == "count" ? [1] : []
          content {}
        }
      }

      statement {
        and_statement {
          dynamic "statement" {
            for_each = length(rule.value.when) == 1 ? concat(rule.value.when, rule.value.when) : rule.value.when

            content {
              dynamic "regex_match_statement" {
                for_each = statement.value.not ? [] : [statement.value]

                content {
                  regex_string = regex_match_statement.value.pattern

                  field_to_match {
                    dynamic "method" {
                      for_each = regex_match_statement.value.part == "method" ? [1] : []
                      content {}
                    }

                    dynamic "query_string" {
                      for_each = regex_match_statement.value.part == "query" ? [1] : []
                      content {}
                    }

                    dynamic "single_header" {
                      for_each = startswith(regex_match_statement.value.part,
                      "header:") ? [regex_match_statement.value.part] : []

                      content {
                        name = trimprefix(single_header.value, "header:")
                      }
                    }

                    dynamic "uri_path" {
                      for_each = regex_match_statement.value.part == "path" ? [1] : []
                      content {}
                    }
                  }

                  # So that "/%6Cogin" is "/login".
                  text_transformation {
                    priority = 0
                    type     = "URL_DECODE"
                  }
                }
              }

              dynamic "not_statement" {
                for_each = statement.value.not ? [statement.value] : []

                content {
                  statement {
                    regex_match_statement {
                      regex_string = not_statement.value.pattern

                      field_to_match {
                        dynamic "method" {
                          for_each = not_statement.value.part == "method" ? [1] : []
                          content {}
                        }

                        dynamic "query_string" {
                          for_each = not_statement.value.part == "query" ? [1] : []
                          content {}
                        }

                        dynamic "single_header" {
                          for_each = startswith(not_statement.value.part, "header:") ? [not_statement.value.part] : []

                          content {
                            name = trimprefix(single_header.value, "header:")
                          }
                        }

                        dynamic "uri_path" {
                          for_each = not_statement.value.part == "path" ? [1] : []
                          content {}
                        }
                      }

                      # So that "/%6Cogin" is "/login".
                      text_transformation {
                        priority = 0
                        type     = "URL_DECODE"
                      }
                    }
                  }
                }
              }

            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }

  dynamic "rule" {
    for_each = local.rate_limits

    content {
      name     = "rate-${rule.key}"
      priority = rule.value.priority

      action {
        dynamic "block" {
          for_each = rule.value.count_only ? [] : [1]
          content {}
        }

        dynamic "count" {
          for_each = rule.value.count_only ? [1] : []
          content {}
        }
      }

      statement {
        rate_based_statement {
          aggregate_key_type    = rule.value.forwarded_header == null ? "IP" : "FORWARDED_IP"
          evaluation_window_sec = rule.value.window_seconds
          limit                 = rule.value.requests

          dynamic "forwarded_ip_config" {
            for_each = rule.value.forwarded_header == null ? [] : [rule.value.forwarded_header]

            content {
              fallback_behavior = "MATCH"
              header_name       = forwarded_ip_config.value
            }
          }

          dynamic "scope_down_statement" {
            for_each = rule.value.path == null ? [] : [rule.value.path]

            content {
              byte_match_statement {
                positional_constraint = "STARTS_WITH"
                search_string         = scope_down_statement.value

                field_to_match {
                  uri_path {}
                }

                # So that "/%6Cogin" is "/login".
                text_transformation {
                  priority = 0
                  type     = "URL_DECODE"
                }
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "rate-${rule.key}"
        sampled_requests_enabled   = true
      }
    }
  }

  dynamic "rule" {
    for_each = local.managed_groups

    content {
      name     = rule.key
      priority = rule.value.priority

      override_action {
        dynamic "count" {
          for_each = rule.value.count_only ? [1] : []
          content {}
        }

        dynamic "none" {
          for_each = rule.value.count_only ? [] : [1]
          content {}
        }
      }

      statement {
        managed_rule_group_statement {
          name        = rule.key
          vendor_name = rule.value.vendor
          version     = rule.value.version

          dynamic "managed_rule_group_configs" {
            for_each = rule.value.inspection_level == null ? [] : [rule.value.inspection_level]

            content {
              aws_managed_rules_bot_control_rule_set {
                inspection_level = managed_rule_group_configs.value
              }
            }
          }

          dynamic "scope_down_statement" {
            for_each = rule.value.path == null ? [] : [rule.value.path]

            content {
              byte_match_statement {
                positional_constraint = "STARTS_WITH"
                search_string         = scope_down_statement.value

                field_to_match {
                  uri_path {}
                }

                text_transformation {
                  priority = 0
                  type     = "URL_DECODE"
                }
              }
            }
          }

          dynamic "scope_down_statement" {
            for_each = rule.value.except_path == null ? [] : [rule.value.except_path]

            content {
              not_statement {
                statement {
                  byte_match_statement {
                    positional_constraint = "STARTS_WITH"
                    search_string         = scope_down_statement.value

                    field_to_match {
                      uri_path {}
                    }

                    text_transformation {
                      priority = 0
                      type     = "URL_DECODE"
                    }
                  }
                }
              }
            }
          }

          dynamic "rule_action_override" {
            for_each = rule.value.count

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }

  dynamic "rule" {
    for_each = local.rule_groups

    content {
      name     = rule.key
      priority = rule.value.priority

      override_action {
        dynamic "count" {
          for_each = rule.value.count_only ? [1] : []
          content {}
        }

        dynamic "none" {
          for_each = rule.value.count_only ? [] : [1]
          content {}
        }
      }

      statement {
        rule_group_reference_statement {
          arn = rule.value.arn
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}
