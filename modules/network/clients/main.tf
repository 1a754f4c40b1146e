resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = var.clients

  cidr_ipv4 = (
    each.value.cidr == null || strcontains(coalesce(each.value.cidr, " "), ":") ? null :
    each.value.cidr
  )
  cidr_ipv6                    = strcontains(coalesce(each.value.cidr, " "), ":") ? each.value.cidr : null
  description                  = "${var.name}: ${each.key}"
  from_port                    = var.port
  ip_protocol                  = var.protocol
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = var.server.security_group_id
  to_port                      = var.port

  tags = var.tags
}
