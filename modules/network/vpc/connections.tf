# The ways to other networks: what they lead through, the caller attaches to the VPC.
locals {
  connection_routes = merge([
    for name, connection in var.connections : {
      for table in flatten([
        for tier in connection.tiers : tier == "private" ? [for zone in var.availability_zones : "private-${zone}"] :
        [tier]
      ]) : "${name}-${table}" => merge(connection, { table = table })
    }
  ]...)
}

resource "aws_route" "connections" {
  for_each = local.connection_routes

  destination_cidr_block    = each.value.cidr
  gateway_id                = each.value.vpn_gateway_id
  route_table_id            = aws_route_table.this[each.value.table].id
  transit_gateway_id        = each.value.transit_gateway_id
  vpc_peering_connection_id = each.value.peering_connection_id
}
