# Which of a network's things reach the services.
resource "aws_security_group" "this" {
  for_each = var.networks

  name_prefix = "${var.name}-${each.key}-lattice-"
  description = "Callers of services in ${var.name} from ${each.key}."
  vpc_id      = each.value.network.id

  tags = merge(var.tags, { Name = "${var.name}-${each.key}-lattice" })

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  from_networks = merge([
    for name, given in var.networks : {
      for port in var.ports :
      "${name}-${port}" => { name = name, port = port, range = given.network.cidr } if given.clients == null
    }
  ]...)
  from_clients = merge(flatten([
    for name, given in var.networks : [
      for client, module in coalesce(given.clients, {}) : {
        for port in var.ports :
        "${name}-${client}-${port}" => { client = client, group = module.security_group_id, name = name, port = port }
      }
    ]
  ])...)
}

resource "aws_vpc_security_group_ingress_rule" "networks" {
  for_each = local.from_networks

  cidr_ipv4         = each.value.range
  description       = "The whole network"
  from_port         = each.value.port
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.this[each.value.name].id
  to_port           = each.value.port

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = local.from_clients

  description                  = each.value.client
  from_port                    = each.value.port
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.group
  security_group_id            = aws_security_group.this[each.value.name].id
  to_port                      = each.value.port

  tags = var.tags
}
