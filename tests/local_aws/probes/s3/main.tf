resource "aws_s3_bucket" "this" {
  bucket              = "probe-s3"
  object_lock_enabled = true
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = 5
    }
  }
}

resource "aws_s3_bucket_request_payment_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  payer  = "Requester"
}

resource "aws_s3_bucket_analytics_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  name   = "all"
  filter {
    prefix = "documents/"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket                                 = aws_s3_bucket.this.id
  transition_default_minimum_object_size = "varies_by_storage_class"
  rule {
    id     = "large"
    status = "Enabled"
    filter {
      and {
        prefix                   = "logs/"
        tags                     = { keep = "short" }
        object_size_greater_than = 1000
        object_size_less_than    = 500000
      }
    }
    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }
    expiration {
      days = 90
    }
    noncurrent_version_expiration {
      noncurrent_days           = 30
      newer_noncurrent_versions = 2
    }
  }
  rule {
    id     = "small"
    status = "Enabled"
    filter {
      object_size_less_than = 500
    }
    expiration {
      days = 1
    }
  }
  rule {
    id     = "parts"
    status = "Enabled"
    filter {
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}
