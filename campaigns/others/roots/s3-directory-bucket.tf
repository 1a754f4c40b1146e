resource "aws_s3_directory_bucket" "this" {
  bucket        = "directory--euw1-az1--x-s3"
  force_destroy = true
  location {
    name = "euw1-az1"
  }
}
