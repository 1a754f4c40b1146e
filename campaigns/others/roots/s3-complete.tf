data "aws_canonical_user_id" "current" {}
data "aws_caller_identity" "current" {}
resource "aws_s3_bucket" "this" {
  bucket_prefix       = "complete-"
  force_destroy       = true
  object_lock_enabled = true
  tags                = { Owner = "me" }
}
resource "aws_s3_bucket" "log" {
  bucket_prefix = "logs-"
  force_destroy = true
}
resource "aws_s3_bucket_ownership_controls" "log" {
  bucket = aws_s3_bucket.log.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}
resource "aws_s3_bucket_acl" "log" {
  bucket = aws_s3_bucket.log.id
  access_control_policy {
    grant {
      grantee {
        id   = data.aws_canonical_user_id.current.id
        type = "CanonicalUser"
      }
      permission = "FULL_CONTROL"
    }
    grant {
      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/s3/LogDelivery"
      }
      permission = "WRITE"
    }
    owner {
      id = data.aws_canonical_user_id.current.id
    }
  }
  depends_on = [aws_s3_bucket_ownership_controls.log]
}
resource "aws_s3_bucket_logging" "this" {
  bucket        = aws_s3_bucket.this.id
  target_bucket = aws_s3_bucket.log.id
  target_prefix = "log/"
  target_object_key_format {
    partitioned_prefix {
      partition_date_source = "DeliveryTime"
    }
  }
}
resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration {
    status     = "Enabled"
    mfa_delete = "Disabled"
  }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.this.arn
      sse_algorithm     = "aws:kms"
    }
  }
}
resource "aws_kms_key" "this" {
  deletion_window_in_days = 7
}
resource "aws_s3_bucket_accelerate_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  status = "Suspended"
}
resource "aws_s3_bucket_request_payment_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  payer  = "BucketOwner"
}
resource "aws_s3_bucket_cors_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  cors_rule {
    allowed_methods = ["PUT", "POST"]
    allowed_origins = ["https://example.com"]
    allowed_headers = ["*"]
    expose_headers  = ["ETag"]
    max_age_seconds = 3000
  }
}
resource "aws_s3_bucket_website_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  index_document {
    suffix = "index.html"
  }
  error_document {
    key = "error.html"
  }
  routing_rule {
    condition {
      key_prefix_equals = "docs/"
    }
    redirect {
      replace_key_prefix_with = "documents/"
    }
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    id     = "log"
    status = "Enabled"
    filter {
      tag {
        key   = "some"
        value = "value"
      }
    }
    transition {
      days          = 30
      storage_class = "ONEZONE_IA"
    }
    transition {
      days          = 60
      storage_class = "GLACIER"
    }
    noncurrent_version_transition {
      noncurrent_days = 30
      storage_class   = "STANDARD_IA"
    }
  }
  rule {
    id     = "old"
    status = "Disabled"
    filter {
      prefix = ""
    }
    expiration {
      expired_object_delete_marker = true
    }
  }
  depends_on = [aws_s3_bucket_versioning.this]
}
resource "aws_s3_bucket_object_lock_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = 1
    }
  }
}
resource "aws_s3_bucket_intelligent_tiering_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  name   = "general"
  tiering {
    access_tier = "ARCHIVE_ACCESS"
    days        = 180
  }
}
resource "aws_s3_bucket_metric" "this" {
  bucket = aws_s3_bucket.this.id
  name   = "all"
  filter {
    prefix = "a/"
    tags   = { b = "c" }
  }
}
resource "aws_s3_bucket_inventory" "this" {
  bucket                   = aws_s3_bucket.this.id
  name                     = "daily"
  included_object_versions = "All"
  schedule {
    frequency = "Daily"
  }
  destination {
    bucket {
      format     = "Parquet"
      bucket_arn = aws_s3_bucket.log.arn
      prefix     = "inventory"
    }
  }
  optional_fields = ["Size", "ETag"]
}
resource "aws_s3_bucket_analytics_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  name   = "analytics"
  storage_class_analysis {
    data_export {
      destination {
        s3_bucket_destination {
          bucket_arn = aws_s3_bucket.log.arn
        }
      }
    }
  }
}
resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "denyInsecureTransport"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
  depends_on = [aws_s3_bucket_public_access_block.this]
}
resource "aws_s3_object" "this" {
  bucket        = aws_s3_bucket.log.id
  key           = "a/b.json"
  content       = jsonencode({ a = 1 })
  content_type  = "application/json"
  force_destroy = true
  metadata      = { a = "b" }
}
resource "aws_s3_object_copy" "this" {
  bucket        = aws_s3_bucket.log.id
  key           = "copy.json"
  source        = "${aws_s3_bucket.log.id}/${aws_s3_object.this.key}"
  force_destroy = true
}
data "aws_s3_bucket" "this" {
  bucket = aws_s3_bucket.this.id
}
data "aws_s3_object" "this" {
  bucket = aws_s3_bucket.log.id
  key    = aws_s3_object.this.key
}
data "aws_s3_objects" "this" {
  bucket     = aws_s3_bucket.log.id
  prefix     = "a/"
  depends_on = [aws_s3_object.this]
}
data "aws_s3_bucket_policy" "this" {
  bucket     = aws_s3_bucket.this.id
  depends_on = [aws_s3_bucket_policy.this]
}
