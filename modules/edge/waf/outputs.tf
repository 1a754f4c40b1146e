output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for alarm in aws_cloudwatch_metric_alarm.blocked : "blocked" => alarm.arn }
}

output "arn" {
  description = "ARN of the web ACL. Hand the whole module over instead: `web_acl = module.waf`."
  value       = aws_wafv2_web_acl.this.arn
}

output "capacity" {
  description = "Web ACL capacity units that the rules take. Up to 1500 are in the price of a request."
  value       = aws_wafv2_web_acl.this.capacity
}

output "id" {
  description = "Id of the web ACL."
  value       = aws_wafv2_web_acl.this.id
}

output "log_group_name" {
  description = "Name of the log group with the requests, null without one."
  value       = one(aws_cloudwatch_log_group.this[*].name)
}

output "name" {
  description = "Name of the web ACL."
  value       = aws_wafv2_web_acl.this.name
}

output "scope" {
  description = "What the web ACL can be put on: `REGIONAL` or `CLOUDFRONT`."
  value       = var.scope
}
