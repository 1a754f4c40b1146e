locals {
  namespace = var.namespace != null ? var.namespace : one([
    for made in aws_service_discovery_http_namespace.this : { arn = made.arn, name = made.name }
  ])
}

resource "aws_ecs_cluster" "this" {
  #checkov:skip=CKV_AWS_65: Container Insights are on unless the caller turns them off
  name = var.name

  dynamic "configuration" {
    for_each = var.execute_command == null ? [] : [var.execute_command]

    content {
      execute_command_configuration {
        kms_key_id = try(configuration.value.kms_key.arn, null)
        logging    = "OVERRIDE"

        log_configuration {
          cloud_watch_encryption_enabled = configuration.value.kms_key != null
          cloud_watch_log_group_name     = aws_cloudwatch_log_group.execute_command[0].name
        }
      }
    }
  }

  service_connect_defaults {
    namespace = local.namespace.arn
  }

  setting {
    name  = "containerInsights"
    value = var.insights
  }

  tags = var.tags
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  capacity_providers = concat(
    ["FARGATE", "FARGATE_SPOT"],
    [for provider in aws_ecs_capacity_provider.this : provider.name]
  )
  cluster_name = aws_ecs_cluster.this.name

  dynamic "default_capacity_provider_strategy" {
    for_each = var.default_capacity

    content {
      base              = default_capacity_provider_strategy.value.base
      capacity_provider = default_capacity_provider_strategy.key
      weight            = default_capacity_provider_strategy.value.weight
    }
  }
}

# Starts and ends instances of the group as tasks need them, and moves tasks off an instance before it ends.
resource "aws_ecs_capacity_provider" "this" {
  for_each = var.instances

  name = "${var.name}-${each.key}"

  auto_scaling_group_provider {
    auto_scaling_group_arn = each.value.autoscaling_group.arn
    managed_draining       = "ENABLED"

    managed_scaling {
      maximum_scaling_step_size = 10
      minimum_scaling_step_size = 1
      status                    = "ENABLED"
      target_capacity           = each.value.target_percent
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

# Where services find each other by name, through Service Connect.
resource "aws_service_discovery_http_namespace" "this" {
  count = var.namespace == null ? 1 : 0

  name        = var.name
  description = "Services of the cluster ${var.name}."

  tags = var.tags
}

# What is typed into containers, and what they answer.
resource "aws_cloudwatch_log_group" "execute_command" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  #checkov:skip=CKV_AWS_338: kept for a year unless the caller chooses otherwise
  count = var.execute_command == null ? 0 : 1

  name              = "/ecs/${var.name}/execute-command"
  kms_key_id        = try(var.execute_command.kms_key.arn, null)
  retention_in_days = var.execute_command.retention_days

  tags = var.tags
}
