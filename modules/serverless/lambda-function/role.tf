locals {
  role_arn = var.role == null ? aws_iam_role.this[0].arn : var.role.arn

  destinations = [
    for destination in concat(
      [var.dead_letter],
      var.asynchronous == null ? [] : [var.asynchronous.on_failure, var.asynchronous.on_success],
      [for source in var.event_sources : source.on_failure],
    ) : destination if destination != null
  ]

  # Not distinct(): of ARNs that are not known yet it could not tell how many there are, and the plan would show none.
  granted = flatten([
    var.grants,
    [
      for destination in local.destinations :
      [
        for grant, statements in destination.grants :
        statements if contains(["invoke", "list", "publish", "send", "write"], grant)
      ]
    ],
    [for source in var.event_sources : source.queue.grants.consume if source.queue != null],
    [for source in var.event_sources : source.stream.grants.consume if source.stream != null],
    [for source in var.event_sources : source.table_stream.grants.stream if source.table_stream != null],
    [for source in var.event_sources : source.topic.grants.consume if source.topic != null],
  ])

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
  count = var.role == null ? 1 : 0

  name_prefix          = "${substr(var.name, 0, 37)}-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "What the function ${var.name} may do."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "this" {
  count = length(aws_iam_role.this)

  name   = "function"
  policy = data.aws_iam_policy_document.role.json
  role   = aws_iam_role.this[0].name
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = var.managed_policies

  policy_arn = each.value
  role       = aws_iam_role.this[0].name
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "role" {
  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_group_arn}:*"]
  }

  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
  dynamic "statement" {
    for_each = var.tracing ? ["tracing"] : []

    content {
      sid       = "Tracing"
      actions   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
      resources = ["*"]
    }
  }

  # Lambda makes the network interfaces in the role's name; the function's own code has no business with them.
  # https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
  dynamic "statement" {
    for_each = var.network == null ? {} : { NetworkInterfaces = "Allow", NetworkInterfacesNotFromCode = "Deny" }

    content {
      sid    = statement.key
      effect = statement.value
      actions = [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
      ]
      resources = ["*"]

      dynamic "condition" {
        for_each = statement.value == "Deny" ? [local.function_arn] : []

        content {
          test     = "ArnEquals"
          variable = "lambda:SourceFunctionArn"
          values   = [condition.value]
        }
      }
    }
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem-efs.html#configuration-filesystem-permissions
  dynamic "statement" {
    for_each = var.file_system == null ? [] : [var.file_system]

    content {
      sid = "FileSystem"
      actions = concat(
        ["elasticfilesystem:ClientMount"],
        statement.value.read_only ? [] : ["elasticfilesystem:ClientWrite"]
      )
      resources = [statement.value.access_point.file_system_arn]

      condition {
        test     = "StringEquals"
        variable = "elasticfilesystem:AccessPointArn"
        values   = [statement.value.access_point.arn]
      }
    }
  }

  # Lambda lists streams before it reads one.
  # https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
  dynamic "statement" {
    for_each = anytrue([for source in var.event_sources : source.table_stream != null]) ? ["streams"] : []

    content {
      sid       = "ListStreams"
      actions   = ["dynamodb:ListStreams"]
      resources = ["*"]
    }
  }

  # Lambda reads a topic from within the cluster's network.
  # https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html
  dynamic "statement" {
    for_each = length(local.topics) > 0 ? ["topics"] : []

    content {
      sid = "ReadTopics"
      actions = [
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.kms_key == null ? [] : [var.kms_key]

    content {
      sid       = "Environment"
      actions   = ["kms:Decrypt"]
      resources = [statement.value.arn]

      condition {
        test     = "StringEquals"
        variable = "kms:EncryptionContext:aws:lambda:FunctionArn"
        values   = [local.function_arn]
      }
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
