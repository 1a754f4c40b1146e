resource "aws_flow_log" "this" {
  count = var.flow_logs == null ? 0 : 1

  iam_role_arn         = aws_iam_role.flow_logs[0].arn
  log_destination      = aws_cloudwatch_log_group.flow_logs[0].arn
  log_destination_type = "cloud-watch-logs"
  traffic_type         = var.flow_logs.traffic
  vpc_id               = aws_vpc.this.id

  tags = merge(var.tags, { Name = var.name })

  depends_on = [aws_iam_role_policy.flow_logs]
}

resource "aws_cloudwatch_log_group" "flow_logs" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  count = var.flow_logs == null ? 0 : 1

  name_prefix       = "/vpc/${var.name}/flow-logs-"
  kms_key_id        = try(var.flow_logs.kms_key.arn, null)
  retention_in_days = var.flow_logs.retention_days

  tags = var.tags

  # A renamed VPC keeps its logs.
  lifecycle {
    ignore_changes = [name_prefix]
  }
}

resource "aws_iam_role" "flow_logs" {
  count = var.flow_logs == null ? 0 : 1

  name_prefix        = "${substr(var.name, 0, 27)}-flow-logs-"
  assume_role_policy = data.aws_iam_policy_document.flow_logs_trust.json
  description        = "Writes the flow logs of ${var.name}."

  tags = var.tags
}

resource "aws_iam_role_policy" "flow_logs" {
  count = var.flow_logs == null ? 0 : 1

  name   = "write-flow-logs"
  policy = data.aws_iam_policy_document.flow_logs[0].json
  role   = aws_iam_role.flow_logs[0].name
}

# The conditions keep other accounts from borrowing the role through the service.
# https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
data "aws_iam_policy_document" "flow_logs_trust" {
  statement {
    sid     = "FlowLogsOfThisAccount"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["vpc-flow-logs.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:ec2:${local.region}:${local.account}:vpc-flow-log/*"]
    }
  }
}

data "aws_iam_policy_document" "flow_logs" {
  count = var.flow_logs == null ? 0 : 1

  statement {
    sid       = "WriteToTheGroup"
    actions   = ["logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.flow_logs[0].arn}:*"]
  }
}
