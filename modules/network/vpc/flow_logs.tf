locals {
  flow_logs_to_bucket = var.flow_logs == null ? false : var.flow_logs.bucket != null
  flow_logs_to_group  = var.flow_logs == null ? false : var.flow_logs.cloudwatch
}

resource "aws_flow_log" "this" {
  count = local.flow_logs_to_group ? 1 : 0

  iam_role_arn         = aws_iam_role.flow_logs[0].arn
  log_destination      = aws_cloudwatch_log_group.flow_logs[0].arn
  log_destination_type = "cloud-watch-logs"
  traffic_type         = var.flow_logs.traffic
  vpc_id               = aws_vpc.this.id

  tags = merge(var.tags, { Name = var.name })

  depends_on = [aws_iam_role_policy.flow_logs]
}

# Beside the log group, so that neither loses anything when the other one comes or goes.
resource "aws_flow_log" "bucket" {
  count = local.flow_logs_to_bucket ? 1 : 0

  log_destination      = "${var.flow_logs.bucket.arn}${var.flow_logs.prefix == null ? "" : "/${var.flow_logs.prefix}/"}"
  log_destination_type = "s3"
  traffic_type         = var.flow_logs.traffic
  vpc_id               = aws_vpc.this.id

  destination_options {
    file_format                = "parquet"
    hive_compatible_partitions = true
    per_hour_partition         = true
  }

  tags = merge(var.tags, { Name = "${var.name}-bucket" })
}

resource "aws_cloudwatch_log_group" "flow_logs" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  count = local.flow_logs_to_group ? 1 : 0

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
  count = local.flow_logs_to_group ? 1 : 0

  name_prefix        = "${substr(var.name, 0, 27)}-flow-logs-"
  assume_role_policy = data.aws_iam_policy_document.flow_logs_trust.json
  description        = "Writes the flow logs of ${var.name}."

  tags = var.tags
}

resource "aws_iam_role_policy" "flow_logs" {
  count = local.flow_logs_to_group ? 1 : 0

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
  count = local.flow_logs_to_group ? 1 : 0

  statement {
    sid       = "WriteToTheGroup"
    actions   = ["logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.flow_logs[0].arn}:*"]
  }
}
