output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for key, alarm in aws_cloudwatch_metric_alarm.nat_ports : "${key}-ports" => alarm.arn },
    { for key, alarm in aws_cloudwatch_metric_alarm.nat_drops : "${key}-drops" => alarm.arn },
  )
}

output "arn" {
  description = "ARN of the VPC."
  value       = aws_vpc.this.arn
}

output "availability_zones" {
  description = "Names of the zones, by letter."
  value       = { for zone in var.availability_zones : zone => "${local.region}${zone}" }
}

output "cidr" {
  description = "IPv4 range of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "database_subnet_ids" {
  description = "Subnets without a route out, by zone letter. Only the private tier reaches them."
  value       = local.subnet_ids.database
}

output "endpoint_security_group_id" {
  description = "Security group of the interface endpoints, null without any."
  value       = one(aws_security_group.endpoints[*].id)
}

output "id" {
  description = "Id of the VPC. Hand the whole module to others instead: `network = module.network`."
  value       = aws_vpc.this.id
}

output "ipv6_cidr" {
  description = "IPv6 range of the VPC, null without IPv6."
  value       = var.ipv6 ? aws_vpc.this.ipv6_cidr_block : null
}

output "nat_public_ips" {
  description = "Addresses from which the private tier is seen outside, by the zone letter of their gateway."
  value = {
    for zone, gateway in aws_nat_gateway.this :
    zone => contains(keys(var.nat_addresses), zone) ? gateway.public_ip : aws_eip.nat[zone].public_ip
  }
}

output "network_acl_ids" {
  description = "Network ACLs by tier (`private`, `public`, `database`), for rules of your own."
  value       = { for tier, acl in aws_network_acl.this : tier => acl.id }
}

output "private_subnet_ids" {
  description = "Subnets that go out through NAT, by zone letter: where functions and containers run."
  value       = local.subnet_ids.private
}

output "public_subnet_ids" {
  description = "Subnets that the internet reaches, by zone letter: where load balancers stand."
  value       = local.subnet_ids.public
}

output "route_table_ids" {
  description = "Route tables: `public`, `database`, and `private` by zone letter."
  value = {
    database = aws_route_table.this["database"].id
    private  = { for zone in var.availability_zones : zone => aws_route_table.this["private-${zone}"].id }
    public   = aws_route_table.this["public"].id
  }
}

output "secondary_subnet_ids" {
  description = <<-EOT
    Subnets of each of the `secondary_cidrs`, in their order, by zone letter: routed as the private ones.
  EOT
  value = [
    for position, cidr in var.secondary_cidrs :
    { for zone in var.availability_zones : zone => aws_subnet.secondary["${position}-${zone}"].id }
  ]
}
