# What instances may do: be entered through Session Manager, and what they were granted.
locals {
  # AWS's policy for it, AmazonSSMManagedInstanceCore, also reads every parameter of the account.
  # https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
  sessions = [
    {
      actions = [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ]
      resources  = ["*"]
      conditions = []
    },
    { actions = ["ssm:UpdateInstanceInformation"], resources = [local.instance_arns], conditions = [] },
  ]

  # Those with the same actions and conditions are one: nine tables with a key each outgrew the 10,240 characters of a
  # role's policies. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  statements = [
    for same in {
      for statement in concat(local.sessions, flatten(var.grants)) :
      jsonencode([statement.actions, statement.conditions]) => statement...
    } :

    { actions = same[0].actions, conditions = same[0].conditions, resources = flatten(same[*].resources) }
  ]

  instance_arns = "arn:${local.partition}:ec2:${local.region}:${local.account}:instance/*"
}

resource "aws_iam_role" "this" {
  name_prefix          = "${substr(var.name, 0, 27)}-instances-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "What instances of ${var.name} may do."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_instance_profile" "this" {
  name = aws_iam_role.this.name
  role = aws_iam_role.this.name

  tags = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "instances"
  policy = data.aws_iam_policy_document.this.json
  role   = aws_iam_role.this.name
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = var.policies

  policy_arn = each.value
  role       = aws_iam_role.this.name
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "this" {
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
