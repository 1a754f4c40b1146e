output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for alarm in aws_cloudwatch_metric_alarm.failed : "failed-invocations" => alarm.arn }
}

output "arn" {
  description = <<-EOT
    ARN of the rule.
    A target's policy lets it in: `senders = { users = { service = "events", source_arn = module.rule.arn } }`.
  EOT
  value       = aws_cloudwatch_event_rule.this.arn
}

output "name" {
  description = "Name of the rule."
  value       = aws_cloudwatch_event_rule.this.name
}
