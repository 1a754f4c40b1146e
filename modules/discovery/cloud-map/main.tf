locals {
  private_dns = var.network != null
}

resource "aws_service_discovery_private_dns_namespace" "this" {
  count = local.private_dns ? 1 : 0

  name        = var.name
  description = var.description
  vpc         = var.network.id

  tags = var.tags
}

resource "aws_service_discovery_http_namespace" "this" {
  count = local.private_dns ? 0 : 1

  name        = var.name
  description = var.description

  tags = var.tags
}

locals {
  namespace = one(concat(
    [for made in aws_service_discovery_private_dns_namespace.this : { arn = made.arn, id = made.id, name = made.name }],
    [for made in aws_service_discovery_http_namespace.this : { arn = made.arn, id = made.id, name = made.name }],
  ))
}
