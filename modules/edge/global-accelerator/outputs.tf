output "address" {
  description = <<-EOT
    Where callers go, by its first listener's first port: `host`, `port`, `protocol`; `url` is null, since only
    its endpoints know what is spoken.
  EOT
  value = {
    host     = aws_globalaccelerator_accelerator.this.dns_name
    port     = local.first.ports[0]
    protocol = lower(local.first.protocol)
    url      = null
  }
}

output "arn" {
  description = "ARN of the accelerator."
  value       = aws_globalaccelerator_accelerator.this.id
}

output "dns_name" {
  description = <<-EOT
    Name that AWS made for the accelerator.
    Point an alias record of your domain at it: `load_balancer = module.accelerator` in `edge/dns-failover`.
  EOT
  value       = aws_globalaccelerator_accelerator.this.dns_name
}

output "grants" {
  description = "Least-privilege statements: `dial`, to move callers from one region to another."
  value = {
    dial = [
      {
        actions    = ["globalaccelerator:DescribeEndpointGroup", "globalaccelerator:UpdateEndpointGroup"]
        resources  = [for group in aws_globalaccelerator_endpoint_group.this : group.arn]
        conditions = []
      },
    ]
  }
}

output "ip_addresses" {
  description = "Addresses that callers may pin. They stay as long as the accelerator."
  value       = flatten(aws_globalaccelerator_accelerator.this.ip_sets[*].ip_addresses)
}

output "zone_id" {
  description = "Hosted zone of `dns_name`, which an alias record names."
  value       = aws_globalaccelerator_accelerator.this.hosted_zone_id
}
