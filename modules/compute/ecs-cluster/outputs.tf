locals {
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions
  session = {
    actions = [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]
    resources  = ["*"]
    conditions = []
  }
  session_log = flatten([
    for group in aws_cloudwatch_log_group.execute_command : [
      { actions = ["logs:DescribeLogGroups"], resources = ["*"], conditions = [] },
      {
        actions    = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        resources  = ["${group.arn}:*"]
        conditions = []
      },
    ]
  ])
  # What the agent on an instance calls. It pulls images and writes logs with the role of each task.
  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
  run_tasks = [
    { actions = ["ecs:DiscoverPollEndpoint"], resources = ["*"], conditions = [] },
    {
      actions = [
        "ecs:DeregisterContainerInstance",
        "ecs:RegisterContainerInstance",
        "ecs:SubmitAttachmentStateChanges",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
      ]
      resources  = [aws_ecs_cluster.this.arn]
      conditions = []
    },
    {
      actions    = ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"]
      resources  = ["${replace(aws_ecs_cluster.this.arn, ":cluster/", ":container-instance/")}/*"]
      conditions = []
    },
  ]
  session_key = [
    for key in [try(var.execute_command.kms_key, null)] :
    { actions = ["kms:Decrypt"], resources = [key.arn], conditions = [] } if key != null
  ]
}

output "arn" {
  description = "ARN of the cluster. Hand the whole module to services instead: `cluster = module.cluster`."
  value       = aws_ecs_cluster.this.arn
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `execute_command`, which the task role of a service carries whose containers can
    be entered; `run_tasks`, for `instances`.
  EOT
  value = {
    execute_command = concat([local.session], local.session_log, local.session_key)
    run_tasks       = local.run_tasks
  }
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
