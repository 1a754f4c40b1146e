# The first way in is the API's default: types and fields of the schema without a directive take that one only.
# https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#using-additional-authorization-modes
locals {
  providers = [
    for provider in var.authorization : merge(provider, {
      functions  = [for function in [provider.function] : function if function != null]
      issuers    = [for issuer in [provider.issuer] : issuer if issuer != null]
      user_pools = [for pool in [provider.user_pool] : pool if pool != null]
    })
  ]
  default = local.providers[0]
}

resource "aws_appsync_api_key" "this" {
  for_each = var.api_keys

  api_id      = aws_appsync_graphql_api.this.id
  description = each.key
  expires     = each.value.expires
}

resource "aws_lambda_permission" "authorizer" {
  for_each = { for provider in local.providers : provider.type => provider.function if length(provider.functions) > 0 }

  statement_id  = "${var.name}-authorizer"
  action        = "lambda:InvokeFunction"
  function_name = each.value.name
  principal     = "appsync.amazonaws.com"
  qualifier     = each.value.alias
  source_arn    = aws_appsync_graphql_api.this.arn
}
