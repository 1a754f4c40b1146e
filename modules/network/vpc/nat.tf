locals {
  nat_zones = {
    none     = []
    single   = slice(var.availability_zones, 0, 1)
    per-zone = var.availability_zones
  }[var.nat]

  # Which zone's gateway a zone goes out through.
  nat_of = {
    for zone in var.availability_zones :
    zone => var.nat == "single" ? var.availability_zones[0] : zone if var.nat != "none"
  }
}

# Of the zones without an address of the caller's.
resource "aws_eip" "nat" {
  #checkov:skip=CKV2_AWS_19: the NAT gateways have them
  for_each = setsubtract(local.nat_zones, keys(var.nat_addresses))

  domain = "vpc"

  tags = merge(var.tags, { Name = "${var.name}-nat-${each.key}" })

  # AWS frees an address in use only once the internet gateway is still there to route it.
  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  for_each = toset(local.nat_zones)

  allocation_id = try(var.nat_addresses[each.key].allocation_id, aws_eip.nat[each.key].id)
  subnet_id     = aws_subnet.this["public-${each.key}"].id

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route" "nat" {
  for_each = local.nat_of

  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[each.value].id
  route_table_id         = aws_route_table.this["private-${each.key}"].id
}
