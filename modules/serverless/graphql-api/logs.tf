# AppSync writes into a group that bears the API's id. It is made here, so that AppSync need not, without retention.
resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  name              = "/aws/appsync/apis/${aws_appsync_graphql_api.this.id}"
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}

resource "aws_iam_role" "logs" {
  name_prefix          = "${substr(var.name, 0, 32)}-logs-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "Writes the logs of the API ${var.name}."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "logs" {
  name   = "logs"
  policy = data.aws_iam_policy_document.logs.json
  role   = aws_iam_role.logs.name
}

data "aws_iam_policy_document" "logs" {
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }
}
