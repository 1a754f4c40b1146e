# CloudFront deletes neither a key nor a group that something trusts: the next one is there before.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
locals {
  keys = merge([
    for group, given in var.key_groups :
    { for name, key in given.keys : "${group}-${name}" => { group = group, key = key } }
  ]...)

  key_group_ids = {
    for name, group in var.key_groups : name => group.id != null ? group.id : aws_cloudfront_key_group.this[name].id
  }
}

resource "aws_cloudfront_public_key" "this" {
  for_each = local.keys

  name_prefix = "${var.name}-${each.key}-"
  comment     = "Signs for ${var.name}."
  encoded_key = each.value.key

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_key_group" "this" {
  for_each = { for name, group in var.key_groups : name => group if length(group.keys) > 0 }

  name    = "${var.name}-${each.key}"
  comment = "Signs for ${var.name}."
  items   = [for name, key in local.keys : aws_cloudfront_public_key.this[name].id if key.group == each.key]

  lifecycle {
    create_before_destroy = true
  }
}
