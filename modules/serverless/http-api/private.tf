# Routes to what listens in the network: a load balancer's listener, or a service in Cloud Map.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
locals {
  private = { for key, route in var.routes : key => route if route.listener != null || route.registry != null }
}

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

  name_prefix = "${var.name}-http-api-"
  description = "VPC link of ${var.name}."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-http-api" })

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

resource "aws_apigatewayv2_integration" "private" {
  for_each = local.private

  api_id                 = aws_apigatewayv2_api.this.id
  connection_id          = one(aws_apigatewayv2_vpc_link.this[*].id)
  connection_type        = "VPC_LINK"
  integration_method     = "ANY"
  integration_type       = "HTTP_PROXY"
  integration_uri        = try(each.value.listener.listener_arn, each.value.registry.arn)
  payload_format_version = "1.0"
  # A named stage would stand before the path.
  request_parameters   = var.stage == "$default" ? null : { "overwrite:path" = "$request.path" }
  timeout_milliseconds = each.value.timeout_ms

  dynamic "tls_config" {
    for_each = each.value.tls_name == null ? [] : [each.value.tls_name]

    content {
      server_name_to_verify = tls_config.value
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}
