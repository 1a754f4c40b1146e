# One for the database, its replicas and its proxy, which they let in by it.
resource "aws_security_group" "this" {
  name_prefix = "${var.name}-database-"
  description = "Database ${var.name}."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-database" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.clients

  description                  = each.key
  from_port                    = local.port
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = local.port

  tags = var.tags
}
