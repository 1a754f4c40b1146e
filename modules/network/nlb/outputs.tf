output "arn" {
  description = "ARN of the load balancer."
  value       = aws_lb.this.arn
}

output "arn_suffix" {
  description = "The load balancer as CloudWatch's metrics name it."
  value       = aws_lb.this.arn_suffix
}

output "dns_name" {
  description = "Address that AWS made for the load balancer. `records` of your own domain point at it."
  value       = aws_lb.this.dns_name
}

output "endpoint_service" {
  description = <<-EOT
    What callers name in an endpoint of theirs (`name`), its `id` and `arn`, and the TXT record that proves
    `private_dns_name`; null without one.
  EOT
  value = try({
    arn          = aws_vpc_endpoint_service.this[0].arn
    id           = aws_vpc_endpoint_service.this[0].id
    name         = aws_vpc_endpoint_service.this[0].service_name
    verification = aws_vpc_endpoint_service.this[0].private_dns_name_configuration
  }, null)
}

output "listener_arns" {
  description = "ARNs of the listeners, by their names."
  value       = { for key, listener in local.listeners : listener.name => aws_lb_listener.this[key].arn }
}

output "log_bucket_name" {
  description = "Bucket that the access logs are written to, null without any."
  value       = local.log_bucket
}

output "network_id" {
  description = "ID of its VPC."
  value       = var.network.id
}

output "security_group_id" {
  description = "Security group of the load balancer."
  value       = aws_security_group.this.id
}

# Only once a listener leads to it: before, ECS refuses the target group as one without a load balancer.
output "target_group_arns" {
  description = <<-EOT
    ARNs of the target groups, by the names of their listeners. Auto Scaling groups and ECS services register with
    them.
  EOT
  value       = { for key, listener in local.listeners : listener.name => aws_lb_target_group.this[key].arn }

  depends_on = [aws_lb_listener.this]
}

output "zone_id" {
  description = "Hosted zone of `dns_name`, which an alias record names."
  value       = aws_lb.this.zone_id
}
