resource "aws_s3_account_public_access_block" "this" {
  block_public_acls   = true
  block_public_policy = true
}
resource "aws_s3_bucket" "this" {
  bucket = "access-points"
}
resource "aws_s3_access_point" "this" {
  bucket = aws_s3_bucket.this.id
  name   = "reader"
}
