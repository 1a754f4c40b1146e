# Further ranges, for pods and other things of many addresses: a subnet in each zone, which goes out as the private
# tier does. By position, so that a range added at the end moves nothing.
locals {
  secondary_ranges = { for position, cidr in var.secondary_cidrs : tostring(position) => cidr }

  secondary_subnets = merge([
    for position, cidr in local.secondary_ranges : {
      for zone in var.availability_zones : "${position}-${zone}" => {
        cidr     = cidrsubnet(cidr, local.zone_bits, index(local.letters, zone))
        position = position
        zone     = zone
      }
    }
  ]...)
}

resource "aws_vpc_ipv4_cidr_block_association" "secondary" {
  for_each = local.secondary_ranges

  cidr_block = each.value
  vpc_id     = aws_vpc.this.id
}

resource "aws_subnet" "secondary" {
  for_each = local.secondary_subnets

  availability_zone       = "${local.own_region}${each.value.zone}"
  cidr_block              = each.value.cidr
  map_public_ip_on_launch = false
  vpc_id                  = aws_vpc_ipv4_cidr_block_association.secondary[each.value.position].vpc_id

  tags = merge(var.tags, { Name = "${var.name}-secondary-${each.key}", Tier = "secondary" }, var.tier_tags.secondary)
}

resource "aws_route_table_association" "secondary" {
  for_each = local.secondary_subnets

  route_table_id = aws_route_table.this["private-${each.value.zone}"].id
  subnet_id      = aws_subnet.secondary[each.key].id
}
