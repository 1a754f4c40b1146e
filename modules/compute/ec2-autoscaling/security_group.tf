resource "aws_security_group" "this" {
  name_prefix = "${var.name}-instances-"
  description = "Instances of ${var.name}."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-instances" })

  lifecycle {
    create_before_destroy = true
  }
}

# What an instance may call, its role and the others' security groups say.
resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = { ipv4 = "0.0.0.0/0", ipv6 = "::/0" }

  cidr_ipv4         = each.key == "ipv4" ? each.value : null
  cidr_ipv6         = each.key == "ipv6" ? each.value : null
  description       = "Everything, over ${each.key}"
  ip_protocol       = "-1"
  security_group_id = aws_security_group.this.id

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.clients

  description                  = each.key
  from_port                    = var.port
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = var.port

  tags = var.tags
}
