# Network ACLs keep no state: a reply needs a rule as much as a request does, and arrives on any port from 1024 up
# (Lambda and
# NAT gateways use them all). https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html
locals {
  unprivileged = { from = 1024, to = 65535 }
  web          = { from = 80, to = 443 }
  every        = { from = 0, to = 0 }

  peers = {
    anywhere = { ipv4 = "0.0.0.0/0", ipv6 = "::/0" }
    database = { ipv4 = local.tiers.database.cidr, ipv6 = local.ipv6_tiers.database }
    private  = { ipv4 = local.tiers.private.cidr, ipv6 = local.ipv6_tiers.private }
    vpc      = { ipv4 = var.cidr, ipv6 = aws_vpc.this.ipv6_cidr_block }

    # Connected networks (peering, VPN, transit gateway) have private addresses. VPC Lattice has its own.
    # https://docs.aws.amazon.com/vpc-lattice/latest/ug/security-groups.html
    lattice     = { ipv4 = "169.254.171.0/24", ipv6 = "fd00:ec2:80::/64" }
    network-10  = { ipv4 = "10.0.0.0/8", ipv6 = "fc00::/7" }
    network-172 = { ipv4 = "172.16.0.0/12", ipv6 = null }
    network-192 = { ipv4 = "192.168.0.0/16", ipv6 = null }
    network-100 = { ipv4 = "100.64.0.0/10", ipv6 = null }
  }

  # What is in secondary ranges goes out through the public tier, and asks databases as the private tier does, whose
  # ACL lets in all private ranges. The number of a rule follows from its range's position.
  secondary_rules = merge([
    for position, cidr in local.secondary_ranges : {
      "public-in-secondary-${position}" = {
        tier = "public", cidr = cidr, number = 160 + 10 * position, protocol = "-1", ports = local.every
      }
      "database-in-secondary-${position}" = {
        tier = "database", cidr = cidr, number = 130 + 10 * position, protocol = "tcp", ports = local.unprivileged
      }
      "database-out-secondary-${position}" = {
        tier = "database", cidr = cidr, number = 130 + 10 * position, protocol = "tcp", ports = local.unprivileged
      }
    }
  ]...)

  # Numbers are ten apart, so that rules of the caller fit between. The IPv6 twin of a rule is five further.
  acls = {
    public = {
      in-vpc         = { number = 100, peer = "vpc", protocol = "-1", ports = local.every }
      in-https       = { number = 110, peer = "anywhere", protocol = "tcp", ports = { from = 443, to = 443 } }
      in-http        = { number = 120, peer = "anywhere", protocol = "tcp", ports = { from = 80, to = 80 } }
      in-tcp-replies = { number = 130, peer = "anywhere", protocol = "tcp", ports = local.unprivileged }
      in-udp-replies = { number = 140, peer = "anywhere", protocol = "udp", ports = local.unprivileged }
      out            = { number = 100, peer = "anywhere", protocol = "-1", ports = local.every }
    }
    # Connected networks call internal load balancers, the Kubernetes API and services. Security groups say which.
    # Global Accelerator keeps its clients' addresses, which may be any. One range: an ACL has 20 rules at most
    # each way.
    # https://docs.aws.amazon.com/global-accelerator/latest/dg/preserve-client-ip-address.html
    private = {
      in-vpc         = { number = 100, peer = "vpc", protocol = "-1", ports = local.every }
      in-web         = { number = 110, peer = "anywhere", protocol = "tcp", ports = local.web }
      in-network-10  = { number = 160, peer = "network-10", protocol = "-1", ports = local.every }
      in-network-172 = { number = 170, peer = "network-172", protocol = "-1", ports = local.every }
      in-network-192 = { number = 180, peer = "network-192", protocol = "-1", ports = local.every }
      in-network-100 = { number = 190, peer = "network-100", protocol = "-1", ports = local.every }
      in-lattice     = { number = 200, peer = "lattice", protocol = "-1", ports = local.every }
      in-tcp-replies = { number = 130, peer = "anywhere", protocol = "tcp", ports = local.unprivileged }
      in-udp-replies = { number = 140, peer = "anywhere", protocol = "udp", ports = local.unprivileged }
      out            = { number = 100, peer = "anywhere", protocol = "-1", ports = local.every }
    }
    # Databases are asked by the private tier and replicate among themselves. Both ends of either use ports from
    # 1024 up,
    # but for the console of RabbitMQ.
    database = {
      in-private   = { number = 100, peer = "private", protocol = "tcp", ports = local.unprivileged }
      in-console   = { number = 120, peer = "private", protocol = "tcp", ports = { from = 443, to = 443 } }
      in-database  = { number = 110, peer = "database", protocol = "tcp", ports = local.unprivileged }
      out-private  = { number = 100, peer = "private", protocol = "tcp", ports = local.unprivileged }
      out-database = { number = 110, peer = "database", protocol = "tcp", ports = local.unprivileged }
    }
  }

  # Known at plan, unlike the addresses themselves.
  peered_by_ipv6 = {
    for name in keys(local.peers) : name => !contains(["network-172", "network-192", "network-100"], name)
  }

  acl_rules = merge([
    for tier, rules in local.acls :
    { for name, rule in rules : "${tier}-${name}" => merge(rule, { tier = tier, egress = startswith(name, "out") }) }
  ]...)
}

resource "aws_network_acl" "this" {
  #checkov:skip=CKV2_AWS_1: subnet_ids attaches them, which checkov cannot follow through for_each
  for_each = local.acls

  subnet_ids = concat(
    [for zone in var.availability_zones : aws_subnet.this["${each.key}-${zone}"].id],
    each.key == "private" ? values(aws_subnet.secondary)[*].id : [],
  )
  vpc_id = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_network_acl_rule" "this" {
  for_each = local.acl_rules

  cidr_block     = local.peers[each.value.peer].ipv4
  egress         = each.value.egress
  from_port      = each.value.ports.from
  network_acl_id = aws_network_acl.this[each.value.tier].id
  protocol       = each.value.protocol
  rule_action    = "allow"
  rule_number    = each.value.number
  to_port        = each.value.ports.to
}

resource "aws_network_acl_rule" "secondary" {
  for_each = local.secondary_rules

  cidr_block     = each.value.cidr
  egress         = strcontains(each.key, "-out-")
  from_port      = each.value.ports.from
  network_acl_id = aws_network_acl.this[each.value.tier].id
  protocol       = each.value.protocol
  rule_action    = "allow"
  rule_number    = each.value.number
  to_port        = each.value.ports.to
}

resource "aws_network_acl_rule" "ipv6" {
  for_each = { for name, rule in local.acl_rules : name => rule if var.ipv6 && local.peered_by_ipv6[rule.peer] }

  egress          = each.value.egress
  from_port       = each.value.ports.from
  ipv6_cidr_block = local.peers[each.value.peer].ipv6
  network_acl_id  = aws_network_acl.this[each.value.tier].id
  protocol        = each.value.protocol
  rule_action     = "allow"
  rule_number     = each.value.number + 5
  to_port         = each.value.ports.to
}

# "Packet too big": without it, large packets of a connection through a narrower network vanish.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/network_mtu.html#path_mtu_discovery
resource "aws_network_acl_rule" "path_mtu" {
  for_each = toset(["private", "public"])

  cidr_block     = "0.0.0.0/0"
  egress         = false
  icmp_code      = 4
  icmp_type      = 3
  network_acl_id = aws_network_acl.this[each.key].id
  protocol       = "icmp"
  rule_action    = "allow"
  rule_number    = 150
}

resource "aws_network_acl_rule" "path_mtu_ipv6" {
  for_each = var.ipv6 ? toset(["private", "public"]) : []

  egress          = false
  icmp_code       = 0
  icmp_type       = 2
  ipv6_cidr_block = "::/0"
  network_acl_id  = aws_network_acl.this[each.key].id
  protocol        = "58"
  rule_action     = "allow"
  rule_number     = 155
}
