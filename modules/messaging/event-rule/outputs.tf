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
