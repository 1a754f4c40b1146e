locals {
  # Not distinct(): of ARNs that are not known yet it could not tell how many there are, and the plan would show none.
  granted = flatten([var.code.bucket.grants.read, var.grants])

  # Those with the same actions and conditions are one: nine tables with a key each outgrew the 10,240 characters of a
  # role's policies. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  statements = [
    for same in {
      for statement in local.granted : jsonencode([statement.actions, statement.conditions]) => statement...
    } :

    { actions = same[0].actions, conditions = same[0].conditions, resources = flatten(same[*].resources) }
  ]
}

resource "aws_iam_role" "this" {
  name_prefix          = "${substr(var.name, 0, 31)}-flink-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "What the Flink application ${var.name} may do."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "flink"
  policy = data.aws_iam_policy_document.role.json
  role   = aws_iam_role.this.name
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["kinesisanalytics.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }
}

data "aws_iam_policy_document" "role" {
  # https://docs.aws.amazon.com/managed-flink/latest/java/cloudwatch-logs.html
  statement {
    sid       = "Logs"
    actions   = ["logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = [local.log_group_arn, "${local.log_group_arn}:log-stream:application"]
  }

  statement {
    sid     = "LogGroups"
    actions = ["logs:DescribeLogGroups"]
    resources = [
      "arn:${data.aws_partition.this.partition}:logs:${data.aws_region.this.id}:${data.aws_caller_identity.this.account_id}:log-group:*",
    ]
  }

  dynamic "statement" {
    for_each = var.code.version == null ? [] : [var.code]

    content {
      sid       = "Code"
      actions   = ["s3:GetObjectVersion"]
      resources = ["${statement.value.bucket.arn}/${statement.value.key}"]
    }
  }

  # None of these can be bound to one resource.
  # https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html
  dynamic "statement" {
    for_each = var.network == null ? [] : ["network"]

    content {
      sid = "NetworkInterfaces"
      actions = [
        "ec2:CreateNetworkInterface",
        "ec2:CreateNetworkInterfacePermission",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = local.statements

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
