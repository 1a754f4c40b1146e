data "aws_caller_identity" "this" {}
data "aws_region" "this" {}

resource "aws_appsync_graphql_api" "this" {
  #checkov:skip=CKV_AWS_194: logs of every field hold what callers ask for, and cost by the byte; errors are logged
  #checkov:skip=CKV2_AWS_33: the caller hands over a web ACL where the API is open to the internet
  #checkov:skip=CKV2_AWS_78: the caller hands over a web ACL with the rules it needs
  name                 = var.name
  authentication_type  = var.authorization[0].type
  introspection_config = var.introspection ? "ENABLED" : "DISABLED"
  query_depth_limit    = var.limits.depth
  resolver_count_limit = var.limits.resolvers
  schema               = var.schema
  visibility           = var.visibility
  xray_enabled         = var.tracing

  dynamic "lambda_authorizer_config" {
    for_each = local.default.functions

    content {
      authorizer_result_ttl_in_seconds = local.default.ttl_seconds
      authorizer_uri                   = lambda_authorizer_config.value.arn
      identity_validation_expression   = local.default.token_pattern
    }
  }

  dynamic "openid_connect_config" {
    for_each = local.default.issuers

    content {
      client_id = local.default.client_pattern
      issuer    = openid_connect_config.value
    }
  }

  dynamic "user_pool_config" {
    for_each = local.default.user_pools

    content {
      app_id_client_regex = local.default.client_pattern
      aws_region          = data.aws_region.this.id
      default_action      = "ALLOW"
      user_pool_id        = user_pool_config.value.id
    }
  }

  dynamic "additional_authentication_provider" {
    for_each = slice(local.providers, 1, length(local.providers))

    content {
      authentication_type = additional_authentication_provider.value.type

      dynamic "lambda_authorizer_config" {
        for_each = additional_authentication_provider.value.functions

        content {
          authorizer_result_ttl_in_seconds = additional_authentication_provider.value.ttl_seconds
          authorizer_uri                   = lambda_authorizer_config.value.arn
          identity_validation_expression   = additional_authentication_provider.value.token_pattern
        }
      }

      dynamic "openid_connect_config" {
        for_each = additional_authentication_provider.value.issuers

        content {
          client_id = additional_authentication_provider.value.client_pattern
          issuer    = openid_connect_config.value
        }
      }

      dynamic "user_pool_config" {
        for_each = additional_authentication_provider.value.user_pools

        content {
          app_id_client_regex = additional_authentication_provider.value.client_pattern
          aws_region          = data.aws_region.this.id
          user_pool_id        = user_pool_config.value.id
        }
      }
    }
  }

  log_config {
    cloudwatch_logs_role_arn = aws_iam_role.logs.arn
    exclude_verbose_content  = !var.log.verbose
    field_log_level          = var.log.field_level
  }

  tags = var.tags
}

resource "aws_appsync_api_cache" "this" {
  count = var.cache == null ? 0 : 1

  api_id                     = aws_appsync_graphql_api.this.id
  api_caching_behavior       = var.cache.behavior
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  ttl                        = var.cache.ttl_seconds
  type                       = var.cache.size

  # An update of one setting is refused by the provider, which sends that one while AppSync wants all. A cache holds
  # nothing that is not elsewhere.
  lifecycle {
    replace_triggered_by = [terraform_data.cache]
  }
}

resource "terraform_data" "cache" {
  count = var.cache == null ? 0 : 1

  input = var.cache
}

resource "aws_wafv2_web_acl_association" "this" {
  count = var.web_acl == null ? 0 : 1

  resource_arn = aws_appsync_graphql_api.this.arn
  web_acl_arn  = var.web_acl.arn
}
