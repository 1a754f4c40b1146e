output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for key, alarm in aws_cloudwatch_metric_alarm.this : key => alarm.arn }
}

output "arn" {
  description = "ARN of the pipe."
  value       = aws_pipes_pipe.this.arn
}

output "grants" {
  description = "Least-privilege statements: `control` (start and stop the pipe, and see its state)."
  value = {
    control = [{
      actions    = ["pipes:DescribePipe", "pipes:StartPipe", "pipes:StopPipe"]
      resources  = [aws_pipes_pipe.this.arn]
      conditions = []
    }]
  }
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "name" {
  description = "Name of the pipe."
  value       = aws_pipes_pipe.this.name
}

output "role_name" {
  description = "Name of the pipe's role."
  value       = aws_iam_role.this.name
}
