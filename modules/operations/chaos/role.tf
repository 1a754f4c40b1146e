resource "aws_iam_role" "this" {
  name_prefix          = "${substr(var.name, 0, 32)}-chaos-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "What the experiments of ${var.name} may break."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = "experiments"
  policy = data.aws_iam_policy_document.this.json
  role   = aws_iam_role.this.name
}

# https://docs.aws.amazon.com/fis/latest/userguide/getting-started-iam-service-role.html
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["fis.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:fis:${local.place}:experiment/*"]
    }
  }
}

data "aws_iam_policy_document" "this" {
  #checkov:skip=CKV_AWS_356: what describes tasks, subnets and tags, and what makes network ACLs, has no resource
  statement {
    sid       = "Find"
    actions   = ["tag:GetResources"]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = length(var.stop_tasks) > 0 ? [var.stop_tasks] : []

    content {
      sid     = "StopTasks"
      actions = ["ecs:StopTask"]
      resources = distinct([
        for each in statement.value :
        "arn:${local.partition}:ecs:${local.place}:task/${split("/", each.service.arn)[1]}/*"
      ])
    }
  }

  dynamic "statement" {
    for_each = length(var.stop_tasks) + length(var.slow_tasks) > 0 ? [""] : []

    content {
      sid       = "FindTasks"
      actions   = ["ecs:DescribeTasks", "ecs:ListTasks"]
      resources = ["*"]
    }
  }

  # https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSFaultInjectionSimulatorNetworkAccess.html
  dynamic "statement" {
    for_each = length(var.fail_zones) > 0 ? [""] : []

    content {
      sid = "CutOff"
      actions = [
        "ec2:CreateNetworkAcl",
        "ec2:CreateNetworkAclEntry",
        "ec2:CreateTags",
        "ec2:DeleteNetworkAcl",
        "ec2:DescribeManagedPrefixLists",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "ec2:ReplaceNetworkAclAssociation",
      ]
      resources = ["*"]
    }
  }

  # https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSFaultInjectionSimulatorECSAccess.html
  dynamic "statement" {
    for_each = length(var.slow_tasks) > 0 ? [""] : []

    content {
      sid     = "TellTasks"
      actions = ["ssm:SendCommand"]
      resources = [
        "arn:${local.partition}:ssm:${local.place}:managed-instance/*",
        "arn:${local.partition}:ssm:${split(":", local.place)[0]}::document/AWSFIS-Run-Network-Latency-ECS",
      ]
    }
  }

  dynamic "statement" {
    for_each = length(var.slow_tasks) > 0 ? [""] : []

    content {
      sid       = "FollowCommands"
      actions   = ["ssm:CancelCommand", "ssm:ListCommands"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = length(var.throttle_apis) > 0 ? [""] : []

    content {
      sid       = "Throttle"
      actions   = ["fis:InjectApiThrottleError"]
      resources = ["arn:${local.partition}:fis:${local.place}:experiment/*"]
    }
  }
}
