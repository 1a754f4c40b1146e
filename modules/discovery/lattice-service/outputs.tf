locals {
  host = var.domain == null ? aws_vpclattice_service.this.dns_entry[0].domain_name : var.domain.name
  # As a URL has it: not where it goes without saying.
  url_port = local.port == lookup({ http = 80, https = 443 }, var.protocol, 0) ? "" : format(":%d", local.port)
}

output "address" {
  description = "Where the service listens: `host`, `port`, `protocol` and, for HTTP, `url`."
  value = {
    host     = local.host
    port     = local.port
    protocol = var.protocol
    url      = var.protocol == "tls" ? null : "${var.protocol}://${local.host}${local.url_port}"
  }

  # The address is returned only once the service can be called.
  depends_on = [aws_vpclattice_listener_rule.this, aws_vpclattice_service_network_service_association.this]
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for alarm in aws_cloudwatch_metric_alarm.errors : "errors" => alarm.arn }
}

output "arn" {
  description = "ARN of the service."
  value       = aws_vpclattice_service.this.arn
}

output "dns" {
  description = "What an alias record of the service's own domain points at: `name` and `zone_id`."
  value = {
    name    = aws_vpclattice_service.this.dns_entry[0].domain_name
    zone_id = aws_vpclattice_service.this.dns_entry[0].hosted_zone_id
  }
}

output "grants" {
  description = "Least-privilege statements: `invoke` the service. A role needs it besides being one of `callers`."
  value = {
    invoke = [{
      actions    = ["vpc-lattice-svcs:Invoke"]
      resources  = ["${aws_vpclattice_service.this.arn}/*"]
      conditions = []
    }]
  }
}

output "id" {
  description = "Id of the service."
  value       = aws_vpclattice_service.this.id
}

output "target_group_arns" {
  description = "ARN of each target group by its name in `targets`, for what registers itself."
  value       = { for key, group in aws_vpclattice_target_group.this : key => group.arn }
}
