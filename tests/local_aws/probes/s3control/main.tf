# Hosts that no name server knows: an account in front of S3 Control's, a bucket with dots in front of S3's.
resource "aws_s3_account_public_access_block" "this" {
  block_public_acls   = true
  block_public_policy = true
}

resource "aws_s3_bucket" "this" {
  bucket = "probe.site.example.com"
}

resource "aws_s3_access_point" "this" {
  bucket = aws_s3_bucket.this.id
  name   = "probe"
}
