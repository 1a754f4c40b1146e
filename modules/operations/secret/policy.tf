locals {
  account_arn = "arn:${data.aws_partition.this.partition}:iam::%s:root"
}

resource "aws_secretsmanager_secret_policy" "this" {
  count = length(var.callers) > 0 ? 1 : 0

  block_public_policy = true
  policy              = data.aws_iam_policy_document.readers.json
  secret_arn          = local.arn
}

# In a secret's policy, resource "*" is the secret itself.
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
data "aws_iam_policy_document" "readers" {
  dynamic "statement" {
    for_each = var.callers

    content {
      actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
      resources = ["*"]

      principals {
        type = "AWS"
        identifiers = [try(coalesce(
          statement.value.account_id == null ? null : format(local.account_arn, statement.value.account_id),
          statement.value.role_arn,
        ), "*")]
      }

      dynamic "condition" {
        for_each = statement.value.organization_id == null ? [] : [statement.value.organization_id]

        content {
          test     = "StringEquals"
          variable = "aws:PrincipalOrgID"
          values   = [condition.value]
        }
      }
    }
  }
}
