# Who reaches the API. IAM decides about routes with AWS_IAM: a resource policy that allowed them would let in every
# identity of the account, so it allows the others only.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
locals {
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

  policy = one([
    for refused in [local.refused] : {
      Version = "2012-10-17"
      Statement = concat(
        [for name, condition in refused : { Sid = "OnlyFrom${name}", Effect = "Deny", Principal = "*", Action = "execute-api:Invoke", Resource = ["execute-api:/*"], Condition = condition }],
        [for routes in [local.open_routes] : { Sid = "OpenRoutes", Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = routes } if length(routes) > 0],
      )
    } if length(refused) > 0
  ])
}

resource "aws_lambda_permission" "routes" {
  for_each = var.routes

  statement_id  = "${var.name}-${local.operations[each.key].name}"
  action        = "lambda:InvokeFunction"
  function_name = each.value.function.name
  principal     = "apigateway.amazonaws.com"
  qualifier     = each.value.function.alias
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/*/${local.operations[each.key].arn}"
}

resource "aws_lambda_permission" "authorizers" {
  for_each = { for name, authorizer in var.authorizers : name => authorizer if authorizer.function != null }

  statement_id  = "${var.name}-authorizer-${each.key}"
  action        = "lambda:InvokeFunction"
  function_name = each.value.function.name
  principal     = "apigateway.amazonaws.com"
  qualifier     = each.value.function.alias
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/authorizers/*"
}
