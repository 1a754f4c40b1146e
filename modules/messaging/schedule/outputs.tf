output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value       = { for alarm in aws_cloudwatch_metric_alarm.failed : "failed" => alarm.arn }
}

output "arn" {
  description = "ARN of the schedule."
  value       = aws_scheduler_schedule.this.arn
}

output "grants" {
  description = "Least-privilege statements: `control` (see the schedule, pause it and change it)."
  value = {
    # A change names the role again.
    control = [
      {
        actions    = ["scheduler:GetSchedule", "scheduler:UpdateSchedule"]
        resources  = [aws_scheduler_schedule.this.arn]
        conditions = []
      },
      {
        actions    = ["iam:PassRole"]
        resources  = [aws_iam_role.this.arn]
        conditions = [{ test = "StringEquals", variable = "iam:PassedToService", values = ["scheduler.amazonaws.com"] }]
      },
    ]
  }
}

output "group" {
  description = "Group of the schedule, `name` and `arn`: other schedules join it with `group = module.nightly.group`."
  value       = { arn = local.group_arn, name = aws_scheduler_schedule.this.group_name }
}

output "name" {
  description = "Name of the schedule."
  value       = aws_scheduler_schedule.this.name
}

output "role_arn" {
  description = "ARN of the schedule's role."
  value       = aws_iam_role.this.arn
}

output "role_name" {
  description = "Name of the schedule's role."
  value       = aws_iam_role.this.name
}
