locals {
  everyone = var.ipv6 ? { everyone = "0.0.0.0/0", everyone-ipv6 = "::/0" } : { everyone = "0.0.0.0/0" }
  clients = var.clients != null ? var.clients : {
    for name, range in var.internal ? { network = var.network.cidr } : local.everyone :
    name => { cidr = range, prefix_list_id = null, security_group_id = null }
  }

  # Each listener's way in, by client.
  ingress = merge(flatten([
    for key, listener in local.listeners : [
      for transport in listener.transports : {
        for name, client in local.clients : "${name}-${key}-${transport}" => merge(client, {
          description = "${name}: ${listener.name}"
          port        = listener.port
          transport   = transport
        })
      }
    ]
  ])...)

  # And its ways to the targets: to the port of each, and to the one that is asked for its health.
  ways = {
    for key, listener in local.listeners : key => {
      for way in concat(
        flatten([
          for transport in listener.transports : [
            for port in concat([listener.target_port],
            [for target in values(listener.targets) : coalesce(target.port, listener.target_port)]) :
            { port = port, transport = transport }
          ]
        ]),
        [{ port = local.health[key].port, transport = "tcp" }],
      ) : "${way.port}-${way.transport}" => way...
    }
  }

  # Listeners that share a security group and a port share its rules: AWS takes each once.
  to_groups = merge([
    for key, listener in local.listeners : {
      for way, same in local.ways[key] :
      "${listener.security_group}-${way}" => merge(same[0], { group = listener.security_group })
    } if listener.security_group != null
  ]...)

  to_albs = merge([
    for key, listener in local.listeners : {
      for way, same in local.ways[key] :
      "${key}-${way}" => merge(same[0], { security_group_id = listener.alb.security_group_id })
    } if listener.alb != null
  ]...)

  # Addresses of no security group, in this network or beyond it: each on its port, and on the one for its health.
  to_addresses = merge(flatten([
    for key, listener in local.listeners : [
      for name, target in listener.targets : {
        for way in concat(
          [for transport in listener.transports :
          { port = coalesce(target.port, listener.target_port), transport = transport }],
          [{ port = local.health[key].port, transport = "tcp" }],
        ) : "${key}-${name}-${way.port}-${way.transport}" => merge(way, { address = target.id })...
      }
    ] if listener.security_group == null && listener.alb == null
  ])...)
}

# A load balancer that was made without a security group never gets one, so that it always has one.
resource "aws_security_group" "this" {
  name_prefix = "${var.name}-nlb-"
  description = "The load balancer ${var.name}."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-nlb" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  #checkov:skip=CKV_AWS_24: the caller says which ports are listened on, and who connects
  #checkov:skip=CKV_AWS_25: the caller says which ports are listened on, and who connects
  #checkov:skip=CKV_AWS_260: the caller says which ports are listened on, and who connects
  for_each = local.ingress

  cidr_ipv4 = each.value.cidr == null || strcontains(coalesce(each.value.cidr, " "),
  ":") ? null : each.value.cidr
  cidr_ipv6                    = strcontains(coalesce(each.value.cidr, " "), ":") ? each.value.cidr : null
  description                  = each.value.description
  from_port                    = each.value.port
  ip_protocol                  = each.value.transport
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = each.value.port

  tags = var.tags
}

resource "aws_vpc_security_group_egress_rule" "groups" {
  for_each = local.to_groups

  description                  = "${each.value.group}: ${each.value.port}"
  from_port                    = each.value.port
  ip_protocol                  = each.value.transport
  referenced_security_group_id = var.security_groups[each.value.group].id
  security_group_id            = aws_security_group.this.id
  to_port                      = each.value.port

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "groups" {
  for_each = local.to_groups

  description                  = "The load balancer ${var.name}"
  from_port                    = each.value.port
  ip_protocol                  = each.value.transport
  referenced_security_group_id = aws_security_group.this.id
  security_group_id            = var.security_groups[each.value.group].id
  to_port                      = each.value.port

  tags = var.tags
}

resource "aws_vpc_security_group_egress_rule" "albs" {
  for_each = local.to_albs

  description                  = "Application Load Balancer: ${each.value.port}"
  from_port                    = each.value.port
  ip_protocol                  = each.value.transport
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = each.value.port

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "albs" {
  for_each = local.to_albs

  description                  = "The load balancer ${var.name}"
  from_port                    = each.value.port
  ip_protocol                  = each.value.transport
  referenced_security_group_id = aws_security_group.this.id
  security_group_id            = each.value.security_group_id
  to_port                      = each.value.port

  tags = var.tags
}

resource "aws_vpc_security_group_egress_rule" "addresses" {
  for_each = local.to_addresses

  cidr_ipv4         = strcontains(each.value[0].address, ":") ? null : "${each.value[0].address}/32"
  cidr_ipv6         = strcontains(each.value[0].address, ":") ? "${each.value[0].address}/128" : null
  description       = "Target ${each.value[0].address}"
  from_port         = each.value[0].port
  ip_protocol       = each.value[0].transport
  security_group_id = aws_security_group.this.id
  to_port           = each.value[0].port

  tags = var.tags
}
