resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = data.aws_iam_policy_document.bucket.json

  # S3 refuses two changes of a bucket's access at a time.
  depends_on = [aws_s3_bucket_public_access_block.this]
}

locals {
  caller_resources = {
    for sid, caller in local.callers : sid => [local.arn, "${local.arn}/${caller.prefix}*"]
  }

  distributions = "arn:${data.aws_partition.this.partition}:cloudfront::${data.aws_caller_identity.this.account_id}:distribution/*"
}

data "aws_iam_policy_document" "bucket" {
  source_policy_documents = [data.aws_iam_policy_document.callers.json]

  statement {
    sid       = "OnlyEncryptedTransport"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.arn, "${local.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  dynamic "statement" {
    for_each = merge(
      {
        for name, reader in var.readers :
        "Reader${replace(title(name), "/[^a-zA-Z0-9]/", "")}" => merge(reader, { action = "s3:GetObject" })
      },
      {
        for name, writer in var.writers :
        "Writer${replace(title(name), "/[^a-zA-Z0-9]/", "")}" => merge(writer, { action = "s3:PutObject" })
      },
    )

    content {
      sid       = statement.key
      actions   = [statement.value.action]
      resources = ["${local.arn}/${statement.value.prefix}*"]

      principals {
        type        = "Service"
        identifiers = ["${statement.value.service}.amazonaws.com"]
      }

      # CloudFront names the distribution only: without one, those of this account.
      # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
      dynamic "condition" {
        for_each = statement.value.service == "cloudfront" ? [] : [data.aws_caller_identity.this.account_id]

        content {
          test     = "StringEquals"
          variable = "aws:SourceAccount"
          values   = [condition.value]
        }
      }

      dynamic "condition" {
        for_each = compact([
          statement.value.service == "cloudfront" ? coalesce(statement.value.source_arn, local.distributions) :
          statement.value.source_arn
        ])

        content {
          test     = "ArnLike"
          variable = "aws:SourceArn"
          values   = [condition.value]
        }
      }
    }
  }
}
