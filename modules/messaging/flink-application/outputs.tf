output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "arn" {
  description = "ARN of the application."
  value       = aws_kinesisanalyticsv2_application.this.arn
}

output "grants" {
  description = "Least-privilege statements: `operate` (look at it, start, stop and save it)."
  value = {
    operate = [{
      actions = [
        "kinesisanalytics:CreateApplicationSnapshot",
        "kinesisanalytics:DescribeApplication",
        "kinesisanalytics:ListApplicationSnapshots",
        "kinesisanalytics:StartApplication",
        "kinesisanalytics:StopApplication",
      ]
      resources  = [aws_kinesisanalyticsv2_application.this.arn]
      conditions = []
    }]
  }
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "name" {
  description = "Name of the application."
  value       = aws_kinesisanalyticsv2_application.this.name
}

output "role_name" {
  description = "Name of the application's role."
  value       = aws_iam_role.this.name
}

output "security_group_id" {
  description = "Security group of the application, null without a `network`. What it calls lets it in by `clients`."
  value       = one(aws_security_group.this[*].id)
}
