# The organization's archive account has the bucket. Its policy lets this account's trail in.
data "aws_caller_identity" "this" {}

resource "aws_s3_bucket" "archive" {
  #checkov:skip=PLATFORM_LIFECYCLE: represents a bucket that exists already
  #checkov:skip=CKV_AWS_18: it stands for a bucket that is there already
  #checkov:skip=CKV_AWS_21: it stands for a bucket that is there already
  #checkov:skip=CKV_AWS_144: it stands for a bucket that is there already
  #checkov:skip=CKV_AWS_145: it stands for a bucket that is there already
  #checkov:skip=CKV2_AWS_6: it stands for a bucket that is there already
  #checkov:skip=CKV2_AWS_61: it stands for a bucket that is there already
  #checkov:skip=CKV2_AWS_62: it stands for a bucket that is there already
  bucket        = "example-audit-existing-0000"
  force_destroy = true
}

resource "aws_s3_bucket_policy" "archive" {
  bucket = aws_s3_bucket.archive.id
  policy = data.aws_iam_policy_document.archive.json
}

data "aws_iam_policy_document" "archive" {
  statement {
    actions = ["s3:GetBucketAcl", "s3:PutObject"]
    resources = [
      aws_s3_bucket.archive.arn,
      "${aws_s3_bucket.archive.arn}/AWSLogs/${data.aws_caller_identity.this.account_id}/*",
    ]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }

  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.archive.arn, "${aws_s3_bucket.archive.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

module "audit" {
  source = "../.."

  name            = "example-audit-existing"
  access_analyzer = null
  bucket          = { name = aws_s3_bucket_policy.archive.bucket }
  config          = null
  guardduty       = null
  security_hub    = null
}

output "audit" {
  value = module.audit
}
