locals {
  own_log_bucket = var.access_logs == null ? false : var.access_logs.bucket == null
  log_bucket     = local.own_log_bucket ? one(aws_s3_bucket.logs[*].id) : try(var.access_logs.bucket.name, null)
  log_bucket_arn = join("", aws_s3_bucket.logs[*].arn)
  log_prefix     = try(var.access_logs.prefix, "")
  log_objects = join("/", compact([
    local.log_bucket_arn, local.log_prefix, "AWSLogs/${data.aws_caller_identity.this.account_id}/*",
  ]))
  log_source = join(":", [
    "arn", data.aws_partition.this.partition, "logs", data.aws_region.this.id,
    data.aws_caller_identity.this.account_id, "*",
  ])
}

resource "aws_s3_bucket" "logs" {
  #checkov:skip=CKV_AWS_18: logs of reading the logs would need logs of their own
  #checkov:skip=CKV_AWS_21: a log is written once, and versions of it would outlive its retention
  #checkov:skip=CKV_AWS_144: logs are kept where they arise
  #checkov:skip=CKV_AWS_145: S3 encrypts them with its own key, which needs no rights
  #checkov:skip=CKV2_AWS_62: nothing waits for a log
  count = local.own_log_bucket ? 1 : 0

  bucket_prefix = "${substr(var.name, 0, 31)}-logs-"
  force_destroy = !var.deletion_protection

  tags = var.tags
}

resource "aws_s3_bucket_public_access_block" "logs" {
  count = local.own_log_bucket ? 1 : 0

  bucket                  = aws_s3_bucket.logs[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  count = local.own_log_bucket ? 1 : 0

  bucket = aws_s3_bucket.logs[0].id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    expiration {
      days = var.access_logs.retention_days
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  count = local.own_log_bucket ? 1 : 0

  bucket = aws_s3_bucket.logs[0].id
  policy = data.aws_iam_policy_document.logs.json

  # S3 refuses two changes of one bucket at once.
  depends_on = [aws_s3_bucket_public_access_block.logs]
}

# CloudWatch Logs delivers them.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html
data "aws_iam_policy_document" "logs" {
  statement {
    sid       = "DeliverAccessLogs"
    actions   = ["s3:PutObject"]
    resources = [local.log_objects]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [local.log_source]
    }
  }

  statement {
    sid       = "ReadTheBucketsAcl"
    actions   = ["s3:GetBucketAcl"]
    resources = [local.log_bucket_arn]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [local.log_source]
    }
  }

  statement {
    sid       = "OnlyEncryptedTransport"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.log_bucket_arn, "${local.log_bucket_arn}/*"]

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
}
