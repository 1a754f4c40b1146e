output "arn" {
  description = "ARN of the dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_arn
}

output "name" {
  description = "Name of the dashboard, for the `services` of an environment's."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "url" {
  description = "Address of the dashboard in the console."
  value = join("", [
    "https://${data.aws_region.this.id}.console.aws.amazon.com/cloudwatch/home?region=${data.aws_region.this.id}",
    "#dashboards/dashboard/${aws_cloudwatch_dashboard.this.dashboard_name}",
  ])
}
