# The address plan. Each tier is one block, cut into eight by zone letter, so that neither a further zone nor a
# further tier ever moves a subnet. README.md shows it with numbers.
locals {
  tiers = {
    private  = { cidr = cidrsubnet(var.cidr, 1, 0), ipv6_slot = 0 }
    public   = { cidr = cidrsubnet(var.cidr, 2, 2), ipv6_slot = 1 }
    database = { cidr = cidrsubnet(var.cidr, 3, 6), ipv6_slot = 2 }
    # cidrsubnet(var.cidr, 3, 7) is free, as are the blocks of the letters g and h.
  }
  zone_bits = 3
  letters   = ["a", "b", "c", "d", "e", "f"]

  # The VPC's /56 holds 32 tiers of eight /64 each.
  ipv6_tier_bits = 5
  ipv6_tiers = {
    for tier, block in local.tiers :
    tier => var.ipv6 ? cidrsubnet(aws_vpc.this.ipv6_cidr_block, local.ipv6_tier_bits, block.ipv6_slot) : null
  }

  # Where load balancers of Kubernetes go. With these tags on others, none ever goes into the database tier.
  # https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
  role_tags = {
    database = {}
    private  = { "kubernetes.io/role/internal-elb" = "1" }
    public   = { "kubernetes.io/role/elb" = "1" }
  }

  subnets = merge([
    for tier, block in local.tiers : {
      for zone in var.availability_zones : "${tier}-${zone}" => {
        tier = tier
        zone = zone
        cidr = cidrsubnet(block.cidr, local.zone_bits, index(local.letters, zone))
        ipv6_cidr = var.ipv6 ? cidrsubnet(local.ipv6_tiers[tier], local.zone_bits,
        index(local.letters, zone)) : null
        route_table = tier == "private" ? "private-${zone}" : tier
      }
    }
  ]...)

  subnet_ids = {
    for tier in keys(local.tiers) :
    tier => { for zone in var.availability_zones : zone => aws_subnet.this["${tier}-${zone}"].id }
  }
}

resource "aws_subnet" "this" {
  for_each = local.subnets

  # A public IPv6 address is, like a public IPv4 one, asked for where it is needed.
  assign_ipv6_address_on_creation = var.ipv6 && each.value.tier == "private"
  availability_zone               = "${local.own_region}${each.value.zone}"
  cidr_block                      = each.value.cidr
  ipv6_cidr_block                 = each.value.ipv6_cidr
  map_public_ip_on_launch         = false
  vpc_id                          = aws_vpc.this.id

  tags = merge(
    local.role_tags[each.value.tier],
    var.tags,
    { Name = "${var.name}-${each.key}", Tier = each.value.tier },
    var.tier_tags[each.value.tier],
  )
}

# The private tier has a table per zone whatever the NAT mode, so that changing the mode changes routes only.
# The database tier's has no route but the VPC's own.
resource "aws_route_table" "this" {
  for_each = toset([for subnet in local.subnets : subnet.route_table])

  vpc_id = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_route_table_association" "this" {
  for_each = local.subnets

  route_table_id = aws_route_table.this[each.value.route_table].id
  subnet_id      = aws_subnet.this[each.key].id
}

resource "aws_route" "internet" {
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
  route_table_id         = aws_route_table.this["public"].id
}

resource "aws_route" "internet_ipv6" {
  count = var.ipv6 ? 1 : 0

  destination_ipv6_cidr_block = "::/0"
  gateway_id                  = aws_internet_gateway.this.id
  route_table_id              = aws_route_table.this["public"].id
}

resource "aws_route" "egress_ipv6" {
  for_each = var.ipv6 ? toset(var.availability_zones) : []

  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = aws_egress_only_internet_gateway.this[0].id
  route_table_id              = aws_route_table.this["private-${each.key}"].id
}
