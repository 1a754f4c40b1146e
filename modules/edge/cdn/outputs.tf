output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "arn" {
  description = <<-EOT
    ARN of the distribution.
    A bucket lets it read: `readers = { cdn = { service = "cloudfront", source_arn = module.cdn.arn } }`.
  EOT
  value       = aws_cloudfront_distribution.this.arn
}

output "domain_name" {
  description = "Name that CloudFront made for the distribution. Point alias records of your domain at it."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "grants" {
  description = "Least-privilege statements: `invalidate` what is cached, and see how far that is."
  value = {
    invalidate = [{
      actions    = ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"]
      resources  = [aws_cloudfront_distribution.this.arn]
      conditions = []
    }]
  }
}

output "id" {
  description = "Id of the distribution, which an invalidation names."
  value       = aws_cloudfront_distribution.this.id
}

output "url" {
  description = "Address that paths are put behind, without a slash at its end."
  value       = "https://${var.domain == null ? aws_cloudfront_distribution.this.domain_name : var.domain.names[0]}"
}

output "zone_id" {
  description = "Hosted zone of `domain_name`, which an alias record names."
  value       = aws_cloudfront_distribution.this.hosted_zone_id
}
