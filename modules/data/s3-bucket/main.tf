data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  # Built from the name, so that a plan shows the policies that it changes.
  arn = "arn:${data.aws_partition.this.partition}:s3:::${var.name}"
}

resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_18: the caller knows whether there is a bucket for access logs
  #checkov:skip=CKV_AWS_144: the caller knows whether a second region is worth its cost
  #checkov:skip=CKV2_AWS_61: every bucket has one; where two are in one configuration, checkov may not see it
  #checkov:skip=CKV2_AWS_62: the caller knows who wants to hear of objects
  bucket        = var.name
  force_destroy = var.force_destroy

  tags = var.tags
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    bucket_key_enabled = var.kms_key != null

    apply_server_side_encryption_by_default {
      kms_master_key_id = try(var.kms_key.arn, null)
      sse_algorithm     = var.kms_key == null ? "AES256" : "aws:kms"
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Enabled"
  }
}

# Set apart from the bucket, so that a bucket that holds data can be locked in place.
resource "aws_s3_bucket_object_lock_configuration" "this" {
  count = var.object_lock == null ? 0 : 1

  bucket = aws_s3_bucket_versioning.this.bucket

  rule {
    default_retention {
      days = var.object_lock.days
      mode = var.object_lock.mode
    }
  }
}

resource "aws_s3_bucket_cors_configuration" "this" {
  count = length(var.cors) > 0 ? 1 : 0

  bucket = aws_s3_bucket.this.id

  dynamic "cors_rule" {
    for_each = var.cors

    content {
      allowed_headers = cors_rule.value.headers
      allowed_methods = cors_rule.value.methods
      allowed_origins = cors_rule.value.origins
      expose_headers  = cors_rule.value.exposed_headers
      max_age_seconds = cors_rule.value.max_age_seconds
    }
  }
}

resource "aws_s3_bucket_logging" "this" {
  count = var.access_logs == null ? 0 : 1

  bucket        = aws_s3_bucket.this.id
  target_bucket = var.access_logs.bucket.name
  target_prefix = coalesce(var.access_logs.prefix, "${var.name}/")
}
