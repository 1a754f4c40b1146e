# Two roles: with `execution` ECS prepares a task, with `task` the code in it calls AWS.
locals {
  roles = {
    execution = "What ECS does to start tasks of ${var.name}."
    task      = "What the code of ${var.name} may do."
  }

  # Images in ECR, by the repository their address names. Others are pulled without a role.
  images = keys(local.hosts)
  named_repository_arns = flatten([
    for image in local.images : [
      for part in regexall("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/([^:@]+)", image) :
      "arn:${local.partition}:ecr:${part[1]}:${part[0]}:repository/${part[2]}"
    ]
  ])
  repository_arns = concat(local.named_repository_arns, [for repository in var.repositories : repository.arn])

  secret_arns = distinct(concat(
    [for source in var.secrets : source.secret.arn if source.secret != null],
    [for secret in var.registry_credentials : secret.arn],
    try([for secret in var.log_driver.secrets : secret.arn], []),
  ))
  parameter_arns = distinct([for source in var.secrets : source.parameter.arn if source.parameter != null])
  key_arns = distinct([
    for source in concat(values(var.secrets)[*].kms_key, values(var.registry_credentials)[*].kms_key) :
    source.arn if source != null
  ])

  # What mounts file systems.
  # https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
  efs = "arn:${local.partition}:elasticfilesystem:${local.region}:${local.account}"
  mounts = [
    for volume in var.volumes : {
      actions = concat(
        ["elasticfilesystem:ClientMount"],
        volume.read_only ? [] : ["elasticfilesystem:ClientWrite"],
      )
      resources = [
        "${local.efs}:file-system/${volume.efs.file_system_id}",
      ]
      conditions = [
        for id in volume.efs.access_point_id[*] : {
          test     = "StringEquals"
          variable = "elasticfilesystem:AccessPointArn"
          values   = ["${local.efs}:access-point/${id}"]
        }
      ]
    } if volume.efs != null
  ]

  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
  collecting = [{
    actions    = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    resources  = ["*"]
    conditions = []
  }]

  # Those with the same actions and conditions are one: nine tables with a key each outgrew the 10,240 characters of a
  # role's policies. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  task_statements = [
    for same in {
      for statement in flatten([
        var.grants, var.execute_command ? var.cluster.grants.execute_command : [], local.mounts,
        [for statement in local.collecting : statement if var.collector != null],
      ]) :
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
  count = (
    length(var.grants) > 0 || var.execute_command || length(local.mounts) > 0 || var.collector != null
  ) ? 1 : 0

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

# With a third one ECS makes tasks' disks and registers them in VPC Lattice.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html
locals {
  disks = [for volume in var.volumes : volume.ebs if volume.ebs != null]
  infrastructure = merge(
    length(local.disks) == 0 ? {} : { volumes = "service-role/AmazonECSInfrastructureRolePolicyForVolumes" },
    length(var.lattice) == 0 ? {} : { lattice = "AmazonECSInfrastructureRolePolicyForVpcLattice" },
  )
}

resource "aws_iam_role" "infrastructure" {
  count = length(local.infrastructure) > 0 ? 1 : 0

  name_prefix          = "${substr(var.name, 0, 22)}-infrastructure-"
  assume_role_policy   = data.aws_iam_policy_document.infrastructure_trust[0].json
  description          = "What ECS makes for tasks of ${var.name}."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

data "aws_iam_policy_document" "infrastructure_trust" {
  count = length(local.infrastructure) > 0 ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy_attachment" "infrastructure" {
  for_each = local.infrastructure

  policy_arn = format("arn:%s:iam::aws:policy/%s", split(":", aws_iam_role.infrastructure[0].arn)[1], each.value)
  role       = aws_iam_role.infrastructure[0].name
}

resource "aws_iam_role_policy" "infrastructure" {
  count = anytrue([for disk in local.disks : disk.kms_key != null]) ? 1 : 0

  name   = "disks"
  policy = data.aws_iam_policy_document.infrastructure[0].json
  role   = aws_iam_role.infrastructure[0].name
}

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-kms-encryption.html
data "aws_iam_policy_document" "infrastructure" {
  count = anytrue([for disk in local.disks : disk.kms_key != null]) ? 1 : 0

  statement {
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"]
    resources = [for disk in local.disks : disk.kms_key.arn]
  }

  statement {
    actions   = ["kms:CreateGrant"]
    resources = [for disk in local.disks : disk.kms_key.arn]

    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}
