# SNS would make the log groups itself, and keep them for ever.
# https://docs.aws.amazon.com/sns/latest/dg/sns-topic-attributes.html
locals {
  log_groups = {
    success = "sns/${replace(local.arn_suffix, ":", "/")}/${local.name}"
    failure = "sns/${replace(local.arn_suffix, ":", "/")}/${local.name}/Failure"
  }
}

resource "aws_cloudwatch_log_group" "deliveries" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  #checkov:skip=CKV_AWS_338: the caller says for how long logs are worth their cost
  for_each = var.delivery_logs == null ? {} : { success = "", failure = "/Failure" }

  name = "sns/${replace(
    trimprefix(aws_sns_topic.this.arn, "arn:${split(":", aws_sns_topic.this.arn)[1]}:sns:"),
    ":",
    "/"
  )}${each.value}"
  kms_key_id        = try(var.delivery_logs.kms_key.arn, null)
  retention_in_days = var.delivery_logs.retention_days

  tags = var.tags
}

resource "aws_iam_role" "logs" {
  count = var.delivery_logs == null ? 0 : 1

  name_prefix        = "${substr(var.name, 0, 33)}-logs-"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  description        = "Lets SNS log the deliveries of ${local.name}."

  tags = var.tags
}

resource "aws_iam_role_policy" "logs" {
  count = var.delivery_logs == null ? 0 : 1

  name   = "logs"
  policy = data.aws_iam_policy_document.logs.json
  role   = aws_iam_role.logs[0].name
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }
}

data "aws_iam_policy_document" "logs" {
  statement {
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [
      for name in local.log_groups :
      "arn:${data.aws_partition.this.partition}:logs:${local.arn_suffix}:log-group:${name}:*"
    ]
  }
}
