output "analyzers" {
  description = "ARNs of the analyzers: `external`, and `unused` where there is one."
  value       = { for name, analyzer in aws_accessanalyzer_analyzer.this : name => analyzer.arn }
}

output "arn" {
  description = "ARN of the trail."
  value       = aws_cloudtrail.this.arn
}

output "bucket" {
  description = "Bucket with the trail and the configuration, for `bucket` of another call."
  value       = { name = local.bucket_name }
}

output "detector_id" {
  description = "Id of GuardDuty's detector, null without one."
  value       = one(aws_guardduty_detector.this[*].id)
}

output "log_group_name" {
  description = "Name of the trail's log group, null without one."
  value       = one(aws_cloudwatch_log_group.trail[*].name)
}

output "name" {
  description = "Name of the trail."
  value       = aws_cloudtrail.this.name
}
