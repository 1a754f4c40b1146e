locals {
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions
  session = {
    actions    = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"]
    resources  = ["*"]
    conditions = []
  }
  session_log = flatten([
    for group in aws_cloudwatch_log_group.execute_command : [
      { actions = ["logs:DescribeLogGroups"], resources = ["*"], conditions = [] },
      { actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], resources = ["${group.arn}:*"], conditions = [] },
    ]
  ])
  session_key = [
    for key in [try(var.execute_command.kms_key, null)] : { actions = ["kms:Decrypt"], resources = [key.arn], conditions = [] } if key != null
  ]
}

output "arn" {
  description = "ARN of the cluster. Hand the whole module to services instead: `cluster = module.cluster`."
  value       = aws_ecs_cluster.this.arn
}

output "grants" {
  description = "Least-privilege statements: `execute_command`, which the task role of a service carries whose containers can be entered."
  value       = { execute_command = concat([local.session], local.session_log, local.session_key) }
}

# Only once it can run tasks: before, ECS refuses services that name a capacity provider.
output "name" {
  description = "Name of the cluster."
  value       = aws_ecs_cluster.this.name

  depends_on = [aws_ecs_cluster_capacity_providers.this]
}

output "namespace" {
  description = "`arn` and `name` of the namespace in which services find each other."
  value       = local.namespace
}
