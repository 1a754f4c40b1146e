# The platform's network with a host in each tier and zone. Their group lets everything through, so that what stops
# a packet is a route or a network ACL.
module "network" {
  source = "../../../modules/network/vpc"

  name                = "reachability"
  availability_zones  = ["a", "b"]
  nat                 = "per-zone"
  ipv6                = true
  interface_endpoints = ["sqs"]
}

data "aws_internet_gateway" "this" {
  filter {
    name   = "attachment.vpc-id"
    values = [module.network.id]
  }

  depends_on = [module.network]
}

data "aws_vpc_endpoint" "this" {
  for_each = toset(["s3", "sqs"])

  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_id       = module.network.id

  depends_on = [module.network]
}

locals {
  subnet_ids = {
    database = module.network.database_subnet_ids
    private  = module.network.private_subnet_ids
    public   = module.network.public_subnet_ids
  }
  hosts = merge([
    for tier in keys(local.subnet_ids) : { for zone in ["a", "b"] : "${tier}-${zone}" => { tier = tier, zone = zone } }
  ]...)
  ids = merge(
    { for name, host in aws_instance.this : name => host.id },
    { for name, endpoint in data.aws_vpc_endpoint.this : name => endpoint.id },
    { internet = data.aws_internet_gateway.this.id, office = aws_network_interface.office.id },
  )

  # Source, destination and port, each with the code of what blocks it; null when nothing may.
  paths = merge(
    { for zone in ["a", "b"] : "public-${zone} internet 443" => null },
    { for zone in ["a", "b"] : "private-${zone} internet 443" => null },
    { for zone in ["a", "b"] : "database-${zone} internet 443" => "SUBNET_ACL_RESTRICTION" },
    {
      "internet public-a 443"      = null
      "internet public-a 80"       = null
      "internet public-a 22"       = "SUBNET_ACL_RESTRICTION"
      "internet private-a 443"     = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
      "internet database-a 5432"   = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
      "public-a private-b 8080"    = null
      "private-a public-b 8080"    = null
      "private-a private-b 8080"   = null
      "private-a database-b 5432"  = null
      "private-a database-b 443"   = null
      "private-a database-b 22"    = "SUBNET_ACL_RESTRICTION"
      "public-a database-b 5432"   = "SUBNET_ACL_RESTRICTION"
      "database-a database-b 5432" = null
      "database-a private-b 5432"  = null
      "database-a private-b 443"   = "SUBNET_ACL_RESTRICTION"
      "database-a public-b 5432"   = "SUBNET_ACL_RESTRICTION"
      "office private-a 8080"      = null
      "office private-a 443"       = null
      "office private-b 8080"      = "NO_ROUTE_TO_DESTINATION" # only zone a has a route back
      "private-a office 443"       = null
      "office database-a 5432"     = "SUBNET_ACL_RESTRICTION"
      "public-a s3 443"            = null
      "private-b s3 443"           = null
      "database-a s3 443"          = "SUBNET_ACL_RESTRICTION"
      "public-a sqs 443"           = null
      "private-b sqs 443"          = null
      "private-b sqs 80"           = "ENI_SG_RULES_MISMATCH"
      "database-a sqs 443"         = "SUBNET_ACL_RESTRICTION"
    },
  )
}

resource "aws_security_group" "open" {
  name   = "reachability-open"
  vpc_id = module.network.id
}

resource "aws_vpc_security_group_ingress_rule" "open" {
  for_each = { ipv4 = "0.0.0.0/0", ipv6 = "::/0" }

  cidr_ipv4         = each.key == "ipv4" ? each.value : null
  cidr_ipv6         = each.key == "ipv6" ? each.value : null
  ip_protocol       = "-1"
  security_group_id = aws_security_group.open.id
}

resource "aws_vpc_security_group_egress_rule" "open" {
  for_each = { ipv4 = "0.0.0.0/0", ipv6 = "::/0" }

  cidr_ipv4         = each.key == "ipv4" ? each.value : null
  cidr_ipv6         = each.key == "ipv6" ? each.value : null
  ip_protocol       = "-1"
  security_group_id = aws_security_group.open.id
}

# A network that is peered with zone a of the private tier.
resource "aws_vpc" "office" {
  cidr_block = "10.50.0.0/16"
}

resource "aws_subnet" "office" {
  cidr_block = "10.50.0.0/24"
  vpc_id     = aws_vpc.office.id
}

resource "aws_security_group" "office" {
  name   = "reachability-office"
  vpc_id = aws_vpc.office.id
}

resource "aws_vpc_security_group_ingress_rule" "office" {
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
  security_group_id = aws_security_group.office.id
}

resource "aws_vpc_security_group_egress_rule" "office" {
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
  security_group_id = aws_security_group.office.id
}

resource "aws_network_interface" "office" {
  security_groups = [aws_security_group.office.id]
  subnet_id       = aws_subnet.office.id
}

resource "aws_vpc_peering_connection" "office" {
  auto_accept = true
  peer_vpc_id = aws_vpc.office.id
  vpc_id      = module.network.id
}

resource "aws_route" "to_office" {
  for_each = {
    private-a = module.network.route_table_ids.private["a"]
    database  = module.network.route_table_ids.database
  }

  destination_cidr_block    = aws_vpc.office.cidr_block
  route_table_id            = each.value
  vpc_peering_connection_id = aws_vpc_peering_connection.office.id
}

resource "aws_route" "from_office" {
  destination_cidr_block    = module.network.cidr
  route_table_id            = aws_vpc.office.main_route_table_id
  vpc_peering_connection_id = aws_vpc_peering_connection.office.id
}

resource "aws_instance" "this" {
  for_each = local.hosts

  ami                         = "ami-12c6146b"
  associate_public_ip_address = each.value.tier == "public"
  instance_type               = "t4g.nano"
  ipv6_address_count          = 1
  subnet_id                   = local.subnet_ids[each.value.tier][each.value.zone]
  vpc_security_group_ids      = [aws_security_group.open.id]
}

resource "aws_ec2_network_insights_path" "this" {
  for_each = local.paths

  destination      = lookup(local.ids, split(" ", each.key)[1], null)
  destination_ip   = can(local.ids[split(" ", each.key)[1]]) ? null : split(" ", each.key)[1]
  destination_port = tonumber(split(" ", each.key)[2])
  protocol         = "tcp"
  source           = local.ids[split(" ", each.key)[0]]
}

resource "aws_ec2_network_insights_analysis" "this" {
  for_each = aws_ec2_network_insights_path.this

  network_insights_path_id = each.value.id
  wait_for_completion      = false # the local AWS is done when it answers

  # The state of the network is no part of what a path refers to.
  depends_on = [
    aws_route.from_office,
    aws_route.to_office,
    aws_vpc_security_group_egress_rule.office,
    aws_vpc_security_group_egress_rule.open,
    aws_vpc_security_group_ingress_rule.office,
    aws_vpc_security_group_ingress_rule.open,
    module.network,
  ]
}

output "expected" {
  value = local.paths
}

output "found" {
  value = {
    for name, analysis in aws_ec2_network_insights_analysis.this : name => {
      blocked_by = analysis.path_found ? null : analysis.explanations[0].explanation_code
      passed     = [for component in analysis.forward_path_components : component.component[0].id]
    }
  }
}

output "nat_gateway_ids" {
  value = { for zone in ["a", "b"] : zone => data.aws_nat_gateway.this[zone].id }
}

data "aws_nat_gateway" "this" {
  for_each = toset(["a", "b"])

  subnet_id = module.network.public_subnet_ids[each.key]

  depends_on = [module.network]
}
