locals {
  words = {
    for key in keys(var.routes) :
    key => join("", [for word in regexall("[a-zA-Z0-9]+", replace(key, "{", "by ")) : title(lower(word))])
  }

  operations = {
    for key, route in var.routes : key => {
      # An operation's name has 64 characters at most.
      # https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html
      name = (
        length(local.words[key]) <= 64 ? local.words[key] :
        "${substr(local.words[key], 0, 55)}${substr(sha1(key), 0, 9)}"
      )
      # What stands for the route in ARNs of execute-api, where parameters can be anything.
      arn = (
        key == "$default" ? "*" :
        "${split(" ", replace(key, "ANY ", "* "))[0]}${replace(split(" ", key)[1], "/\\{[^}]+\\}/", "*")}"
      )
    }
  }

  integration_ids = { for key, integration in merge(
    aws_apigatewayv2_integration.functions,
    aws_apigatewayv2_integration.private,
    aws_apigatewayv2_integration.services,
    aws_apigatewayv2_integration.urls,
  ) : key => integration.id }

  functions = { for key, route in var.routes : key => route.function if route.function != null }

  # A statement for each route, until a function's policy, of 20,480 characters at most, has no room for them.
  # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  by_function = length(local.functions) > 40
  permissions = { for key, permission in local.long_permissions : key => merge(permission, {
    # A statement's id has 100 characters at most.
    id = (
      length(permission.id) <= 100 ? permission.id :
      "${substr(permission.id, 0, 90)}-${substr(sha1(permission.id), 0, 9)}"
    )
  }) }
  long_permissions = merge(
    {
      for key, function in local.functions : key => {
        function = function
        id       = "${var.name}-http-${local.operations[key].name}"
        routes   = key == "$default" ? "$default" : local.operations[key].arn
      } if !local.by_function
    },
    {
      for key, same in {
        for function in [for function in local.functions : function if local.by_function] :
        join(":", compact([function.name, function.alias])) => function...
      } : key => { function = same[0], id = "${var.name}-http", routes = "*" }
    },
  )
}

resource "aws_apigatewayv2_route" "this" {
  for_each = var.routes

  api_id               = aws_apigatewayv2_api.this.id
  route_key            = each.key
  authorization_scopes = length(each.value.scopes) == 0 ? null : each.value.scopes
  authorization_type   = lookup(local.authorization_types, each.value.authorization, each.value.authorization)
  authorizer_id        = try(aws_apigatewayv2_authorizer.this[each.value.authorization].id, null)
  operation_name       = local.operations[each.key].name
  target               = "integrations/${local.integration_ids[each.key]}"
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
  for_each = local.permissions

  statement_id  = each.value.id
  action        = "lambda:InvokeFunction"
  function_name = each.value.function.name
  principal     = "apigateway.amazonaws.com"
  qualifier     = each.value.function.alias
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*/${each.value.routes}"
}
