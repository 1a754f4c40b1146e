# Of the control plane's addresses in the network. Nodes and pods have the group that EKS makes, and are let in by it.
resource "aws_security_group" "this" {
  name_prefix = "${var.name}-cluster-"
  description = "Control plane of ${var.name}."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-cluster" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.clients

  description                  = "The Kubernetes API, from ${each.key}"
  from_port                    = 443
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = 443

  tags = var.tags
}
