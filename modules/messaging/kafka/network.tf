resource "aws_security_group" "this" {
  name_prefix = "${var.name}-kafka-"
  description = "Who reaches the Kafka cluster."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-kafka" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.clients

  cidr_ipv4                    = each.value.cidr
  description                  = each.key
  from_port                    = local.port
  ip_protocol                  = "tcp"
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = local.port

  tags = var.tags
}

# Lambda and EventBridge Pipes read from within the cluster's subnets, with its own security group.
# https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html
resource "aws_vpc_security_group_ingress_rule" "pollers" {
  count = var.event_sources ? 1 : 0

  description                  = "Event sources"
  from_port                    = local.port
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.this.id
  security_group_id            = aws_security_group.this.id
  to_port                      = local.port

  tags = var.tags
}

resource "aws_vpc_security_group_egress_rule" "pollers" {
  count = var.event_sources ? 1 : 0

  description                  = "Event sources"
  from_port                    = local.port
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.this.id
  security_group_id            = aws_security_group.this.id
  to_port                      = local.port

  tags = var.tags
}

resource "aws_vpc_security_group_egress_rule" "services" {
  count = var.event_sources ? 1 : 0

  cidr_ipv4         = "0.0.0.0/0"
  description       = "Lambda and STS, by NAT or by endpoints of the network"
  from_port         = 443
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.this.id
  to_port           = 443

  tags = var.tags
}
