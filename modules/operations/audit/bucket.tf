# Nobody can delete or overwrite what is in it before its time, not the account's administrators and not AWS, so the
# bucket outlives them: one that is not empty cannot be deleted.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_144: another region's copy is the organization's archive
  #checkov:skip=CKV_AWS_18: data events of the trail say who read it
  #checkov:skip=CKV2_AWS_62: nobody is to be notified of each file
  count = var.bucket == null ? 1 : 0

  bucket_prefix       = "${substr(var.name, 0, 30)}-"
  object_lock_enabled = true

  tags = var.tags
}

resource "aws_s3_bucket_versioning" "this" {
  count = length(aws_s3_bucket.this)

  bucket = aws_s3_bucket.this[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "this" {
  count = length(aws_s3_bucket.this)

  bucket = aws_s3_bucket.this[0].id

  rule {
    default_retention {
      days = var.retention_days
      mode = var.retention_mode
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  count = length(aws_s3_bucket.this)

  bucket = aws_s3_bucket.this[0].id

  rule {
    id     = "after-retention"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    expiration {
      days = var.retention_days + 1
    }

    noncurrent_version_expiration {
      noncurrent_days = var.retention_days + 1
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  count = length(aws_s3_bucket.this)

  block_public_acls       = true
  block_public_policy     = true
  bucket                  = aws_s3_bucket.this[0].id
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  #checkov:skip=CKV2_AWS_65: it is BucketOwnerEnforced
  count = length(aws_s3_bucket.this)

  bucket = aws_s3_bucket.this[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  count = length(aws_s3_bucket.this)

  bucket = aws_s3_bucket.this[0].id

  rule {
    bucket_key_enabled = var.kms_key != null

    apply_server_side_encryption_by_default {
      kms_master_key_id = try(var.kms_key.arn, null)
      sse_algorithm     = var.kms_key == null ? "AES256" : "aws:kms"
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  count = length(aws_s3_bucket.this)

  bucket = aws_s3_bucket.this[0].id
  policy = data.aws_iam_policy_document.bucket.json

  # S3 refuses to change a policy and the block of public access at the same time.
  depends_on = [aws_s3_bucket_public_access_block.this]
}

# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
# https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
data "aws_iam_policy_document" "bucket" {
  statement {
    sid       = "TrailLooks"
    actions   = ["s3:GetBucketAcl"]
    resources = aws_s3_bucket.this[*].arn

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }
  }

  statement {
    sid     = "TrailWrites"
    actions = ["s3:PutObject"]
    resources = flatten([
      for arn in aws_s3_bucket.this[*].arn :
      [for owner in concat([local.account], var.organization[*].id) : "${arn}/AWSLogs/${owner}/*"]
    ])

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }

  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = flatten([for arn in aws_s3_bucket.this[*].arn : [arn, "${arn}/*"]])

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
