locals {
  all_grants = [{ actions = ["*"], resources = ["*"], conditions = [] }]
}

# Gateway endpoints cost nothing and spare the NAT gateway's price per gigabyte.
# The database tier has none: it stays without a route out.
resource "aws_vpc_endpoint" "gateway" {
  for_each = toset(var.gateway_endpoints)

  policy            = data.aws_iam_policy_document.endpoint[each.key].json
  route_table_ids   = [for name, table in aws_route_table.this : table.id if name != "database"]
  service_name      = "com.amazonaws.${local.own_region}.${each.key}"
  vpc_endpoint_type = "Gateway"
  vpc_id            = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_vpc_endpoint" "interface" {
  for_each = toset(var.interface_endpoints)

  policy = (
    data.aws_vpc_endpoint_service.this[each.key].vpc_endpoint_policy_supported ?
    data.aws_iam_policy_document.endpoint[each.key].json :
    null
  )
  private_dns_enabled = true
  security_group_ids  = aws_security_group.endpoints[*].id
  service_name        = "com.amazonaws.${local.own_region}.${each.key}"
  # Some services are not in every zone.
  subnet_ids = [
    for zone, id in local.subnet_ids.private :
    id if contains(data.aws_vpc_endpoint_service.this[each.key].availability_zones, "${local.region}${zone}")
  ]
  vpc_endpoint_type = "Interface"
  vpc_id            = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

data "aws_vpc_endpoint_service" "this" {
  for_each = toset(var.interface_endpoints)

  service      = each.key
  service_type = "Interface"
}

# An endpoint policy gives no one anything: it narrows what may pass. Here, the credentials of this account and of
# those you
# trust, so that nothing in the VPC can carry data off to another. Unsigned calls and AWS's own pass too.
# https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
data "aws_iam_policy_document" "endpoint" {
  #checkov:skip=PLATFORM_WILDCARD_GRANT: an endpoint policy grants nothing, it narrows what passes
  for_each = toset(concat(var.gateway_endpoints, var.interface_endpoints))

  dynamic "statement" {
    for_each = lookup(var.endpoint_grants, each.key, local.all_grants)

    content {
      sid       = statement.key == 0 ? "NoCredentialsOfStrangers" : "NoCredentialsOfStrangers${statement.key}"
      actions   = statement.value.actions
      resources = statement.value.resources

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "StringEqualsIfExists"
        variable = "aws:PrincipalAccount"
        values   = concat([local.account, "anonymous"], var.endpoint_accounts)
      }

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }

  statement {
    sid       = "AwsItself"
    actions   = ["*"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:PrincipalIsAWSService"
      values   = ["true"]
    }
  }

  # ECR hands out links, signed by itself, to the layers of images.
  # https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-setting-up-s3-gateway
  dynamic "statement" {
    for_each = each.key == "s3" ? ["arn:${local.partition}:s3:::prod-${local.region}-starport-layer-bucket/*"] : []

    content {
      sid       = "LayersOfImages"
      actions   = ["s3:GetObject"]
      resources = [statement.value]

      principals {
        type        = "*"
        identifiers = ["*"]
      }
    }
  }
}

resource "aws_security_group" "endpoints" {
  count = length(var.interface_endpoints) > 0 ? 1 : 0

  name_prefix = "${var.name}-endpoints-"
  description = "Interface endpoints of ${var.name}: HTTPS from inside the VPC."
  vpc_id      = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-endpoints" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  count = length(var.interface_endpoints) > 0 ? 1 : 0

  cidr_ipv4         = var.cidr
  description       = "HTTPS from the VPC"
  from_port         = 443
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.endpoints[0].id
  to_port           = 443

  tags = var.tags
}
