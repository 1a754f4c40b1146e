# Whom the certificates of clients are signed by.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
locals {
  verified = var.mutual_tls == null ? false : var.mutual_tls.bundle != null || var.mutual_tls.trust_store != null
  mutual_tls = [{
    ignore_expiry = local.verified ? var.mutual_tls.expired : null
    mode          = var.mutual_tls == null ? "off" : local.verified ? "verify" : "passthrough"
    trust_store = local.verified ? coalesce(try(var.mutual_tls.trust_store.arn, null),
    one(aws_lb_trust_store.this[*].arn)) : null
  }]
}

resource "aws_lb_trust_store" "this" {
  count = var.mutual_tls == null ? 0 : var.mutual_tls.bundle == null ? 0 : 1

  name                             = var.name
  ca_certificates_bundle_s3_bucket = var.mutual_tls.bundle.bucket.name
  ca_certificates_bundle_s3_key    = var.mutual_tls.bundle.key

  tags = var.tags
}
