output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "arn" {
  description = "ARN of the load balancer."
  value       = aws_lb.this.arn
}

output "arn_suffix" {
  description = "The load balancer as CloudWatch's metrics name it."
  value       = aws_lb.this.arn_suffix
}

output "dns_name" {
  description = "Address that AWS made for the load balancer. Point an alias record of your domain at it."
  value       = aws_lb.this.dns_name
}

output "listener_arn" {
  description = "ARN of the HTTPS listener. Hand the whole module to services instead: `listener = module.alb`."
  value       = aws_lb_listener.https.arn
}

output "listeners" {
  description = "Listeners of `more_ports`, by their names, each to be handed to services as their `listener`."
  value = {
    for name, port in var.more_ports : name => {
      arn_suffix        = aws_lb.this.arn_suffix
      dns_name          = aws_lb.this.dns_name
      listener_arn      = aws_lb_listener.more[tostring(port)].arn
      network_id        = var.network.id
      port              = port
      security_group_id = aws_security_group.this.id
    }
  }
}

output "log_bucket_name" {
  description = "Bucket that the access logs are written to, null without any."
  value       = local.log_bucket
}

output "network_id" {
  description = "ID of its VPC."
  value       = var.network.id
}

output "port" {
  description = "Port of the HTTPS listener."
  value       = 443
}

output "security_group_id" {
  description = "Security group of the load balancer."
  value       = aws_security_group.this.id
}

output "zone_id" {
  description = "Hosted zone of `dns_name`, which an alias record names."
  value       = aws_lb.this.zone_id
}
