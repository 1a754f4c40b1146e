locals {
  # A statement's id has 100 characters at most.
  authorizer_ids = {
    for key, id in { for key in keys(var.authorizers) : key => "${var.name}-http-authorizer-${key}" } :
    key => length(id) <= 100 ? id : "${substr(id, 0, 90)}-${substr(sha1(id), 0, 9)}"
  }

  authorization_types = { for name, authorizer in var.authorizers : name => authorizer.jwt == null ? "CUSTOM" : "JWT" }
}

resource "aws_apigatewayv2_authorizer" "this" {
  for_each = var.authorizers

  name             = each.key
  api_id           = aws_apigatewayv2_api.this.id
  authorizer_type  = each.value.jwt == null ? "REQUEST" : "JWT"
  identity_sources = each.value.identity_sources

  # Functions answer { isAuthorized, context }.
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
  authorizer_payload_format_version = each.value.jwt == null ? "2.0" : null
  authorizer_result_ttl_in_seconds  = each.value.jwt == null ? each.value.ttl_seconds : null
  authorizer_uri                    = try(each.value.function.invoke_arn, null)
  enable_simple_responses           = each.value.jwt == null ? true : null

  dynamic "jwt_configuration" {
    for_each = each.value.jwt == null ? [] : [each.value.jwt]

    content {
      audience = jwt_configuration.value.audiences
      issuer   = jwt_configuration.value.issuer
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lambda_permission" "authorizers" {
  for_each = { for name, authorizer in var.authorizers : name => authorizer.function if authorizer.function != null }

  statement_id  = local.authorizer_ids[each.key]
  action        = "lambda:InvokeFunction"
  function_name = each.value.name
  principal     = "apigateway.amazonaws.com"
  qualifier     = each.value.alias
  source_arn = join("/", [
    aws_apigatewayv2_api.this.execution_arn, "authorizers", aws_apigatewayv2_authorizer.this[each.key].id,
  ])
}
