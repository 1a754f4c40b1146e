# Two roles: with `execution` ECS prepares a task, with `task` the code in it calls AWS.
locals {
  roles = {
    execution = "What ECS does to start tasks of ${var.name}."
    task      = "What the code of ${var.name} may do."
  }

  # Images in ECR, by the repository their address names. Others are pulled without a role.
  images = distinct(concat([var.image], [for sidecar in var.sidecars : sidecar.image]))
  named_repository_arns = flatten([
    for image in local.images : [
      for part in regexall("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/([^:@]+)", image) :
      "arn:${local.partition}:ecr:${part[1]}:${part[0]}:repository/${part[2]}"
    ]
  ])
  repository_arns = concat(local.named_repository_arns, [for repository in var.repositories : repository.arn])

  secret_arns    = distinct([for source in var.secrets : source.secret.arn if source.secret != null])
  parameter_arns = distinct([for source in var.secrets : source.parameter.arn if source.parameter != null])
  key_arns       = distinct([for source in var.secrets : source.kms_key.arn if source.kms_key != null])

  # Those with the same actions and conditions are one: nine tables with a key each outgrew the 10,240 characters of a
  # role's policies. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  task_statements = [
    for same in {
      for statement in flatten([var.grants, var.execute_command ? var.cluster.grants.execute_command : []]) :
      jsonencode([statement.actions, statement.conditions]) => statement...
    } :

    { actions = same[0].actions, conditions = same[0].conditions, resources = flatten(same[*].resources) }
  ]
}

resource "aws_iam_role" "this" {
  for_each = local.roles

  name_prefix          = "${substr(var.name, 0, 27)}-${each.key}-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = each.value
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "execution" {
  name   = "execution"
  policy = data.aws_iam_policy_document.execution.json
  role   = aws_iam_role.this["execution"].name
}

resource "aws_iam_role_policy" "task" {
  count = length(var.grants) > 0 || var.execute_command ? 1 : 0

  name   = "task"
  policy = data.aws_iam_policy_document.task.json
  role   = aws_iam_role.this["task"].name
}

# The conditions keep other accounts from borrowing the roles through the service.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#create_task_iam_policy_and_role
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:ecs:${local.region}:${local.account}:*"]
    }
  }
}

data "aws_iam_policy_document" "execution" {
  #checkov:skip=CKV_AWS_356: signing in to ECR is an action without a resource

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_group_arn}:*"]
  }

  dynamic "statement" {
    for_each = length(local.repository_arns) == 0 ? {} : {
      SignIn = { actions = ["ecr:GetAuthorizationToken"], resources = ["*"] }
      Images = {
        actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        resources = local.repository_arns
      }
    }

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }

  dynamic "statement" {
    for_each = {
      for sid, statement in {
        Secrets    = { actions = ["secretsmanager:GetSecretValue"], resources = local.secret_arns }
        Parameters = { actions = ["ssm:GetParameters"], resources = local.parameter_arns }
        Keys       = { actions = ["kms:Decrypt"], resources = local.key_arns }
      } : sid => statement if length(statement.resources) > 0
    }

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

data "aws_iam_policy_document" "task" {
  dynamic "statement" {
    for_each = local.task_statements

    content {
      actions   = statement.value.actions
      resources = statement.value.resources

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}

check "pipeline_pulls" {
  assert {
    condition = var.released_by != "pipeline" || length(local.repository_arns) > 0
    error_message = join(" ", [
      "${var.name} is released by a pipeline and may pull from no repository in ECR: write repositories, unless",
      "all its images are public.",
    ])
  }
}
