# What instances may do: be entered through Session Manager, and what they were granted.
locals {
  # AWS's policy for it, AmazonSSMManagedInstanceCore, also reads every parameter of the account.
  # https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
  sessions = [
    {
      actions    = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"]
      resources  = ["*"]
      conditions = []
    },
    { actions = ["ssm:UpdateInstanceInformation"], resources = [local.instance_arns], conditions = [] },
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
    for_each = concat(local.sessions, flatten(var.grants))

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
