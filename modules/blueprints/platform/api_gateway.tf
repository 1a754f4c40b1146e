# REST APIs write their logs with one role of the account and region.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
resource "aws_api_gateway_account" "this" {
  count = var.account_settings ? 1 : 0

  cloudwatch_role_arn = aws_iam_role.api_gateway[0].arn

  depends_on = [aws_iam_role_policy_attachment.api_gateway]
}

resource "aws_iam_role" "api_gateway" {
  count = var.account_settings ? 1 : 0

  name_prefix        = "${var.name}-api-logs-"
  assume_role_policy = data.aws_iam_policy_document.api_gateway.json

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "api_gateway" {
  count = var.account_settings ? 1 : 0

  role = aws_iam_role.api_gateway[0].name
  policy_arn = format(
    "arn:%s:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    split(":", aws_iam_role.api_gateway[0].arn)[1],
  )
}

data "aws_iam_policy_document" "api_gateway" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
  }
}
