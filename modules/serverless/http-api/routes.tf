locals {
  operations = {
    for key, route in var.routes : key => {
      name = join("", [for word in regexall("[a-zA-Z0-9]+", replace(key, "{", "by ")) : title(lower(word))])
      # What stands for the route in ARNs of execute-api, where parameters can be anything.
      arn = key == "$default" ? "*" : "${split(" ", replace(key, "ANY ", "* "))[0]}${replace(split(" ", key)[1], "/\\{[^}]+\\}/", "*")}"
    }
  }

  functions = { for key, route in var.routes : key => route.function if route.function != null }
}

resource "aws_apigatewayv2_route" "this" {
  for_each = var.routes

  api_id               = aws_apigatewayv2_api.this.id
  route_key            = each.key
  authorization_scopes = length(each.value.scopes) == 0 ? null : each.value.scopes
  authorization_type   = lookup(local.authorization_types, each.value.authorization, each.value.authorization)
  authorizer_id        = try(aws_apigatewayv2_authorizer.this[each.value.authorization].id, null)
  operation_name       = local.operations[each.key].name
  target               = "integrations/${each.value.function == null ? aws_apigatewayv2_integration.private[each.key].id : aws_apigatewayv2_integration.functions[each.key].id}"
}

resource "aws_apigatewayv2_integration" "functions" {
  for_each = local.functions

  api_id                 = aws_apigatewayv2_api.this.id
  integration_method     = "POST"
  integration_type       = "AWS_PROXY"
  integration_uri        = each.value.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = var.routes[each.key].timeout_ms

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lambda_permission" "routes" {
  for_each = local.functions

  statement_id  = "${var.name}-http-${local.operations[each.key].name}"
  action        = "lambda:InvokeFunction"
  function_name = each.value.name
  principal     = "apigateway.amazonaws.com"
  qualifier     = each.value.alias
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*/${each.key == "$default" ? "$default" : local.operations[each.key].arn}"
}
