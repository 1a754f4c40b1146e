resource "aws_s3_bucket" "this" {
  bucket        = "probe-elbv2"
  force_destroy = true
}

resource "aws_s3_object" "this" {
  bucket  = aws_s3_bucket.this.id
  key     = "ca.pem"
  content = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"
}

resource "aws_lb_trust_store" "this" {
  name                             = "probe"
  ca_certificates_bundle_s3_bucket = aws_s3_bucket.this.id
  ca_certificates_bundle_s3_key    = aws_s3_object.this.key
  tags                             = { team = "probe" }
}
