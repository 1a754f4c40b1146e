resource "aws_cloudwatch_log_subscription_filter" "this" {
  for_each = var.subscriptions

  name            = "${var.name}-${each.key}"
  destination_arn = each.value.firehose.arn
  filter_pattern  = each.value.pattern
  log_group_name  = local.names[each.value.log_group_name]
  role_arn        = aws_iam_role.subscriptions[0].arn

  # CloudWatch Logs tries the role when the filter is made.
  depends_on = [aws_iam_role_policy.subscriptions]
}

resource "aws_iam_role" "subscriptions" {
  count = length(var.subscriptions) > 0 ? 1 : 0

  name_prefix          = "${substr(var.name, 0, 33)}-logs-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "Lets CloudWatch Logs deliver what ${var.name} logs."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "subscriptions" {
  count = length(var.subscriptions) > 0 ? 1 : 0

  name   = "firehose"
  policy = data.aws_iam_policy_document.subscriptions.json
  role   = aws_iam_role.subscriptions[0].name
}

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#FirehoseExample
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["logs.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:logs:${local.region}:${local.account}:*"]
    }
  }
}

data "aws_iam_policy_document" "subscriptions" {
  statement {
    actions   = ["firehose:PutRecord", "firehose:PutRecordBatch"]
    resources = distinct([for subscription in var.subscriptions : subscription.firehose.arn])
  }
}
