resource "aws_s3_bucket_inventory" "this" {
  for_each = var.inventories

  bucket                   = aws_s3_bucket.this.id
  name                     = each.key
  included_object_versions = each.value.versions ? "All" : "Current"
  optional_fields          = each.value.fields

  destination {
    bucket {
      account_id = data.aws_caller_identity.this.account_id
      bucket_arn = "arn:${data.aws_partition.this.partition}:s3:::${each.value.bucket.name}"
      format     = each.value.format
      prefix     = "inventory"

      # Without a key, as that bucket encrypts.
      dynamic "encryption" {
        for_each = each.value.kms_key == null ? [] : [each.value.kms_key]

        content {
          sse_kms {
            key_id = encryption.value.arn
          }
        }
      }
    }
  }

  dynamic "filter" {
    for_each = each.value.prefix == "" ? [] : [each.value.prefix]

    content {
      prefix = filter.value
    }
  }

  schedule {
    frequency = each.value.frequency
  }
}
