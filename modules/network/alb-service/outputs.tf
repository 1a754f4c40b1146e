locals {
  # A name that callers can use: the first of the routes that stands for one host only, or the load balancer's own.
  host = concat(
    [for host in flatten(values(var.routes)[*].hosts) : host if !can(regex("[*?]", host))],
    [var.listener.dns_name]
  )[0]
}

output "address" {
  description = <<-EOT
    Where the service listens: `host`, `port`, `protocol` and `url`.
    The host is the first of `routes`; without any, the load balancer's own name, which its certificate does not
    name.
  EOT
  value = {
    host     = local.host
    port     = var.listener.port
    protocol = "https"
    url      = var.listener.port == 443 ? "https://${local.host}" : "https://${local.host}:${var.listener.port}"
  }

  # Only once a rule leads to it.
  depends_on = [aws_lb_listener_rule.this]
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for alarm in aws_cloudwatch_metric_alarm.errors : "errors" => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.latency : "latency" => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.unhealthy : "unhealthy" => alarm.arn },
  )
}

output "port" {
  description = "Port that targets take requests on, null for a function."
  value       = local.is_function ? null : var.port
}

output "request_count_label" {
  description = "How scaling by requests per target names the target group."
  value       = "${var.listener.arn_suffix}/${aws_lb_target_group.this.arn_suffix}"
}

# Only once a rule leads to it: before, ECS refuses the target group as one without a load balancer.
output "target_group_arn" {
  description = "ARN of the target group. Auto Scaling groups and ECS services register with it."
  value       = aws_lb_target_group.this.arn

  depends_on = [aws_lb_listener_rule.this]
}
