# Routes to what listens in the network behind a load balancer.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
resource "aws_apigatewayv2_vpc_link" "this" {
  count = var.network == null ? 0 : 1

  name               = var.name
  security_group_ids = aws_security_group.this[*].id
  subnet_ids         = values(var.network.private_subnet_ids)

  tags = var.tags

  # API Gateway cannot move a link to other subnets, and need not: a link reaches all zones from those it began with.
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [subnet_ids]
  }
}

resource "aws_security_group" "this" {
  count = var.network == null ? 0 : 1

  name_prefix = "${var.name}-rest-api-"
  description = "VPC link of ${var.name}."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-rest-api" })

  lifecycle {
    create_before_destroy = true
  }
}

# Which ports the link reaches, the security groups of what listens there say.
resource "aws_vpc_security_group_egress_rule" "this" {
  count = var.network == null ? 0 : 1

  cidr_ipv4         = var.network.cidr
  description       = "The network"
  from_port         = 1
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.this[0].id
  to_port           = 65535

  tags = var.tags
}

locals {
  private = {
    for key, route in var.routes : key => {
      type              = "http_proxy"
      connectionId      = one(aws_apigatewayv2_vpc_link.this[*].id)
      connectionType    = "VPC_LINK"
      httpMethod        = local.operations[key].method
      integrationTarget = route.load_balancer.arn
      requestParameters = {
        for name in local.operations[key].parameters :
        "integration.request.path.${name}" => "method.request.path.${name}"
      }
      uri = join("", [
        route.tls_name == null ? "http://" : "https://",
        coalesce(route.tls_name, route.load_balancer.dns_name),
        ":${route.load_balancer.port}${replace(local.operations[key].path, "+}", "}")}",
      ])
    } if route.load_balancer != null
  }
}
