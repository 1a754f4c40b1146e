locals {
  # Only instances of this group, and only one's own sessions.
  # https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html
  start_session = [
    {
      actions   = ["ssm:StartSession"]
      resources = [local.instance_arns]
      conditions = [{
        test     = "StringEquals"
        variable = "ssm:resourceTag/aws:autoscaling:groupName"
        values   = [aws_autoscaling_group.this.name]
      }]
    },
    {
      actions    = ["ssm:StartSession"]
      resources  = ["arn:${local.partition}:ssm:${local.region}:${local.account}:document/SSM-SessionManagerRunShell"]
      conditions = [{ test = "BoolIfExists", variable = "ssm:SessionDocumentAccessCheck", values = ["true"] }]
    },
    {
      actions    = ["ssm:ResumeSession", "ssm:TerminateSession"]
      resources  = ["arn:${local.partition}:ssm:${local.region}:${local.account}:session/$${aws:userid}-*"]
      conditions = []
    },
  ]
}

output "address" {
  description = "Where the service listens through `listener`: `host`, `port`, `protocol` and `url`. null without one."
  value       = one(module.listener[*].address)
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for alarm in aws_cloudwatch_metric_alarm.cpu : "cpu" => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.missing : "missing" => alarm.arn },
  )
}

output "arn" {
  description = <<-EOT
    ARN of the group.
    A cluster of ECS takes the whole module instead: `instances = { large = { autoscaling_group = module.instances
    } }`.
  EOT
  value       = aws_autoscaling_group.this.arn
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `start_session`, for people who enter instances through Session Manager;
    `complete_lifecycle`, for what ends the wait of `hooks`.
  EOT
  value = {
    complete_lifecycle = [{
      actions    = ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"]
      resources  = [aws_autoscaling_group.this.arn]
      conditions = []
    }]
    start_session = local.start_session
  }
}

output "launch_template_id" {
  description = "Id of the launch template."
  value       = aws_launch_template.this.id
}

output "name" {
  description = "Name of the group."
  value       = aws_autoscaling_group.this.name
}

output "role_arn" {
  description = "ARN of the role that the code on the instances runs with."
  value       = aws_iam_role.this.arn
}

output "role_name" {
  description = "Name of the role that the code on the instances runs with."
  value       = aws_iam_role.this.name
}

output "security_group_id" {
  description = <<-EOT
    Security group of the instances.
    Others let the service in by it: `clients = { users = module.users }`.
  EOT
  value       = aws_security_group.this.id
}

output "target_group_arn" {
  description = <<-EOT
    ARN of the target group, null without a listener.
    Another service shares its requests with this one by it.
  EOT
  value       = one(module.listener[*].target_group_arn)
}
