locals {
  # Runs a task of the service's family, in its cluster.
  run = [
    {
      actions = ["ecs:RunTask"]
      resources = [
        aws_ecs_task_definition.this.arn_without_revision,
        "${aws_ecs_task_definition.this.arn_without_revision}:*",
      ]
      conditions = [{ test = "ArnEquals", variable = "ecs:cluster", values = [var.cluster.arn] }]
    },
    {
      actions    = ["iam:PassRole"]
      resources  = [for role in aws_iam_role.this : role.arn]
      conditions = [{ test = "StringEquals", variable = "iam:PassedToService", values = ["ecs-tasks.amazonaws.com"] }]
    },
    {
      actions    = ["ecs:TagResource"]
      resources  = ["${replace(var.cluster.arn, ":cluster/", ":task/")}/*"]
      conditions = [{ test = "StringEquals", variable = "ecs:CreateAction", values = ["RunTask"] }]
    },
  ]

  # By this name others of the cluster's namespace call it.
  connected = var.connect != null && var.port != null ? coalesce(var.connect.dns_name, var.name) : null

  # What a pipeline does: it describes the revision that runs, registers one with another image, writes the image
  # down and
  # has the service run it. RegisterTaskDefinition and DescribeTaskDefinition are actions without a resource.
  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
  release = concat(
    [
      { actions = ["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"], resources = ["*"], conditions = [] },
      {
        actions    = ["ecs:DescribeServices", "ecs:UpdateService"]
        resources  = [aws_ecs_service.this.id]
        conditions = []
      },
      {
        actions    = ["iam:PassRole"]
        resources  = [for role in aws_iam_role.this : role.arn]
        conditions = [{ test = "StringEquals", variable = "iam:PassedToService", values = ["ecs-tasks.amazonaws.com"] }]
      },
    ],
    [
      for parameter in aws_ssm_parameter.image :
      { actions = ["ssm:GetParameter", "ssm:PutParameter"], resources = [parameter.arn], conditions = [] }
    ],
  )
}

output "address" {
  description = "Where the service listens through `listener`: `host`, `port`, `protocol` and `url`. null without one."
  value       = one(module.listener[*].address)
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for key, alarm in aws_cloudwatch_metric_alarm.use : key => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.tasks : "tasks" => alarm.arn },
  )
}

output "arn" {
  description = "ARN of the service."
  value       = aws_ecs_service.this.id
}

output "connect_address" {
  description = <<-EOT
    Where the service listens for others of its cluster's namespace, by Service Connect: `host`, `port`,
    `protocol` and, for HTTP, `url`. null without `connect` or `port`.
  EOT
  value = local.connected == null ? null : {
    host     = local.connected
    port     = var.port
    protocol = var.protocol
    url      = startswith(var.protocol, "http") ? "http://${local.connected}:${var.port}" : null
  }
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `release`, for the pipeline that releases images, and `run`, for who runs one of its
    tasks
    at once, such as a migration.
  EOT
  value       = { release = local.release, run = local.run }
}

output "image_parameter" {
  description = "`arn` and `name` of the parameter that holds the image released last, null unless a pipeline releases."
  value       = one([for parameter in aws_ssm_parameter.image : { arn = parameter.arn, name = parameter.name }])
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "name" {
  description = "Name of the service, of its main container and of the family of its task definition."
  value       = aws_ecs_service.this.name
}

output "run" {
  description = <<-EOT
    What a call of RunTask names to run one of its tasks, with `grants.run`: `cluster_arn`, `container`, `subnet_ids`,
    `security_group_ids` and `task_definition_arn`, of the revision that was released last.
  EOT
  value = {
    cluster_arn         = var.cluster.arn
    container           = var.name
    security_group_ids  = concat([aws_security_group.this.id], var.security_group_ids)
    subnet_ids          = values(var.network.private_subnet_ids)
    task_definition_arn = aws_ecs_task_definition.this.arn_without_revision
  }
}

output "security_group_id" {
  description = "Security group of the tasks. Others let the service in by it: `clients = { users = module.users }`."
  value       = aws_security_group.this.id
}

output "target_group_arn" {
  description = <<-EOT
    ARN of the target group, null without a listener.
    Another service shares its requests with this one by it.
  EOT
  value       = one(module.listener[*].target_group_arn)
}

output "task_definition_arn" {
  description = "ARN of the revision of the task definition that was released last."
  value       = aws_ecs_task_definition.this.arn
}

output "task_role_arn" {
  description = "ARN of the role that the code runs with."
  value       = aws_iam_role.this["task"].arn
}

output "task_role_name" {
  description = "Name of the role that the code runs with."
  value       = aws_iam_role.this["task"].name
}
