# Who reaches the API. IAM decides about routes with AWS_IAM: a resource policy that allowed them would let in every
# identity of the account, so it allows the others only.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
locals {
  # A statement's id has 100 characters at most.
  authorizer_ids = {
    for key, id in { for key in keys(var.authorizers) : key => "${var.name}-authorizer-${key}" } :
    key => length(id) <= 100 ? id : "${substr(id, 0, 90)}-${substr(sha1(id), 0, 9)}"
  }

  open_routes = concat(
    [for key, route in var.routes : "execute-api:/*/${local.operations[key].arn}" if route.authorization != "AWS_IAM"],
    [for path in ["execute-api:/*/OPTIONS/*"] : path if var.cors != null],
    [for path in ["execute-api:/*"] : path if var.openapi != null],
  )

  refused = merge(
    { for ips in [var.allowed_ips] : "IpAddresses" => {
      NotIpAddress = { (var.endpoint.type == "PRIVATE" ? "aws:VpcSourceIp" : "aws:SourceIp") = ips }
    } if length(ips) > 0 },
    { for endpoint in [var.endpoint] : "VpcEndpoints" => {
      StringNotEquals = { "aws:SourceVpce" = endpoint.vpc_endpoint_ids }
    } if endpoint.type == "PRIVATE" },
  )

  # A statement for each route, until a function's policy, of 20,480 characters at most, has no room for them.
  # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  functions   = { for key, route in var.routes : key => route.function if route.function != null }
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
        id       = "${var.name}-${local.operations[key].name}"
        routes   = local.operations[key].arn
      } if !local.by_function
    },
    {
      for key, same in {
        for function in [for function in local.functions : function if local.by_function] :
        join(":", compact([function.name, function.alias])) => function...
      } : key => { function = same[0], id = "${var.name}-rest", routes = "*" }
    },
  )

  policy = one([
    for refused in [local.refused] : {
      Version = "2012-10-17"
      Statement = concat(
        [
          for name, condition in refused :
          {
            Sid       = "OnlyFrom${name}"
            Effect    = "Deny"
            Principal = "*"
            Action    = "execute-api:Invoke"
            Resource  = ["execute-api:/*"]
            Condition = condition
          }
        ],
        [
          for routes in [local.open_routes] :
          {
            Sid       = "OpenRoutes"
            Effect    = "Allow"
            Principal = "*"
            Action    = "execute-api:Invoke"
            Resource  = routes
          } if length(routes) > 0
        ],
      )
    } if length(refused) > 0
  ])
}

resource "aws_lambda_permission" "routes" {
  for_each = local.permissions

  statement_id  = each.value.id
  action        = "lambda:InvokeFunction"
  function_name = each.value.function.name
  principal     = "apigateway.amazonaws.com"
  qualifier     = each.value.function.alias
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/*/${each.value.routes}"
}

resource "aws_lambda_permission" "authorizers" {
  for_each = { for name, authorizer in var.authorizers : name => authorizer if authorizer.function != null }

  statement_id  = local.authorizer_ids[each.key]
  action        = "lambda:InvokeFunction"
  function_name = each.value.function.name
  principal     = "apigateway.amazonaws.com"
  qualifier     = each.value.function.alias
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/authorizers/*"
}
