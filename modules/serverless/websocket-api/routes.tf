locals {
  # A statement's id has 100 characters at most.
  authorizer_ids = {
    for key, id in { for key in keys(var.authorizers) : key => "${var.name}-websocket-authorizer-${key}" } :
    key => length(id) <= 100 ? id : "${substr(id, 0, 90)}-${substr(sha1(id), 0, 9)}"
  }

  # Only who connects is asked who they are; what they send later comes over the same connection.
  authorizations = {
    for key, route in var.routes : key => key == "$connect" ? coalesce(route.authorization, "AWS_IAM") : "NONE"
  }

  # A statement's id has 100 characters at most.
  permission_ids = {
    for key, id in {
      for key in keys(var.routes) : key => "${var.name}-websocket-${replace(key, "/[^a-zA-Z0-9_-]/", "")}"
    } :

    key => length(id) <= 100 ? id : "${substr(id, 0, 90)}-${substr(sha1(id), 0, 9)}"
  }
}

resource "aws_apigatewayv2_route" "this" {
  for_each = var.routes

  api_id    = aws_apigatewayv2_api.this.id
  route_key = each.key
  authorization_type = (
    contains(keys(var.authorizers), local.authorizations[each.key]) ? "CUSTOM" : local.authorizations[each.key]
  )
  authorizer_id                       = try(aws_apigatewayv2_authorizer.this[local.authorizations[each.key]].id, null)
  route_response_selection_expression = each.value.answers ? "$default" : null
  target                              = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
}

# Without it, what the function returns goes nowhere.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
resource "aws_apigatewayv2_route_response" "this" {
  for_each = { for key, route in var.routes : key => route if route.answers }

  api_id             = aws_apigatewayv2_api.this.id
  route_id           = aws_apigatewayv2_route.this[each.key].id
  route_response_key = "$default"
}

resource "aws_apigatewayv2_integration" "this" {
  for_each = var.routes

  api_id                    = aws_apigatewayv2_api.this.id
  content_handling_strategy = "CONVERT_TO_TEXT"
  integration_method        = "POST"
  integration_type          = "AWS_PROXY"
  integration_uri           = each.value.function.invoke_arn
  timeout_milliseconds      = each.value.timeout_ms

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lambda_permission" "routes" {
  for_each = var.routes

  statement_id  = local.permission_ids[each.key]
  action        = "lambda:InvokeFunction"
  function_name = each.value.function.name
  principal     = "apigateway.amazonaws.com"
  qualifier     = each.value.function.alias
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*/${each.key}"
}

resource "aws_apigatewayv2_authorizer" "this" {
  for_each = var.authorizers

  name             = each.key
  api_id           = aws_apigatewayv2_api.this.id
  authorizer_type  = "REQUEST"
  authorizer_uri   = each.value.function.invoke_arn
  identity_sources = each.value.identity_sources

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lambda_permission" "authorizers" {
  for_each = var.authorizers

  statement_id  = local.authorizer_ids[each.key]
  action        = "lambda:InvokeFunction"
  function_name = each.value.function.name
  principal     = "apigateway.amazonaws.com"
  qualifier     = each.value.function.alias
  source_arn = join("/", [
    aws_apigatewayv2_api.this.execution_arn, "authorizers", aws_apigatewayv2_authorizer.this[each.key].id,
  ])
}
