locals {
  # A zip that is put into a bucket first, and one that is there already.
  uploaded = var.package.path != null && var.package.bucket != null
}

resource "aws_lambda_layer_version" "this" {
  layer_name               = var.name
  compatible_architectures = var.architectures
  compatible_runtimes      = var.runtimes
  description              = var.description
  license_info             = var.license
  skip_destroy             = var.keep_versions

  filename          = local.uploaded ? null : var.package.path
  s3_bucket         = try(var.package.bucket.name, null)
  s3_key            = local.uploaded ? aws_s3_object.package[0].key : var.package.key
  s3_object_version = var.package.version
  source_code_hash  = var.package.path == null ? null : filebase64sha256(var.package.path)

  lifecycle {
    create_before_destroy = true # functions name the old version until they are changed
  }
}

# A zip above 50 MB goes by way of a bucket. Its key holds its hash, so that another content is another object.
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
resource "aws_s3_object" "package" {
  #checkov:skip=CKV_AWS_186: the bucket encrypts with its own key
  count = local.uploaded ? 1 : 0

  bucket      = var.package.bucket.name
  key         = "layers/${var.name}/${substr(filesha256(var.package.path), 0, 16)}.zip"
  source      = var.package.path
  source_hash = filebase64sha256(var.package.path)

  lifecycle {
    create_before_destroy = true
  }
}

# https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html
resource "aws_lambda_layer_version_permission" "callers" {
  for_each = var.callers

  action          = "lambda:GetLayerVersion"
  layer_name      = aws_lambda_layer_version.this.layer_arn
  organization_id = each.value.organization_id
  principal       = each.value.organization_id == null ? each.value.account_id : "*"
  skip_destroy    = var.keep_versions
  statement_id    = each.key
  version_number  = aws_lambda_layer_version.this.version

  lifecycle {
    create_before_destroy = true
  }
}
