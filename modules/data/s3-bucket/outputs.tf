locals {
  objects = "${aws_s3_bucket.this.arn}/*"

  # S3 calls KMS in the name of the principal that reads or writes.
  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
  key = {
    for grant, actions in { read = ["kms:Decrypt"], write = ["kms:Decrypt", "kms:GenerateDataKey"] } : grant => [
      for key in [var.kms_key] : {
        actions   = actions
        resources = [key.arn]
        conditions = [{
          test     = "StringEquals"
          variable = "kms:ViaService"
          values   = ["s3.${data.aws_region.this.id}.amazonaws.com"]
        }]
      } if key != null
    ]
  }

  # Only for addresses that were signed to be handed on, and only so long. The age counts in milliseconds.
  # https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
  presigned = [
    { test = "StringEquals", variable = "s3:authType", values = ["REST-QUERY-STRING"] },
    { test = "NumericLessThan", variable = "s3:signatureAge", values = [tostring(var.presign_seconds * 1000)] },
  ]

  read = concat([{ actions = ["s3:GetObject"], resources = [local.objects], conditions = [] }], local.key.read)
  write = concat(
    [{ actions = ["s3:AbortMultipartUpload", "s3:PutObject"], resources = [local.objects], conditions = [] }],
    local.key.write
  )
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for alarm in aws_cloudwatch_metric_alarm.errors : "errors" => alarm.arn },
    { for key, alarm in aws_cloudwatch_metric_alarm.replication : "${key}-failed-copies" => alarm.arn },
  )
}

output "arn" {
  description = <<-EOT
    ARN of the bucket.
    A notified queue or topic lets it in: `senders = { uploads = { service = "s3", source_arn = module.uploads.arn
    } }`, and `publishers` likewise.
  EOT
  value       = aws_s3_bucket.this.arn
}

output "domain_name" {
  description = "Name of the bucket in DNS, in its region: the origin of a CDN."
  value       = aws_s3_bucket.this.bucket_regional_domain_name
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `read`, `write`, `read_write`, `list`, `delete` (the object is hidden, its
    versions stay), `delete_versions` (for good), and `presign_read` and `presign_write` for those who only sign
    addresses for others.
  EOT
  value = {
    delete          = [{ actions = ["s3:DeleteObject"], resources = [local.objects], conditions = [] }]
    delete_versions = [{ actions = ["s3:DeleteObjectVersion"], resources = [local.objects], conditions = [] }]
    list = [{
      actions    = ["s3:ListBucket", "s3:ListBucketVersions"]
      resources  = [aws_s3_bucket.this.arn]
      conditions = []
    }]
    presign_read = concat(
      [{ actions = ["s3:GetObject"], resources = [local.objects], conditions = local.presigned }],
      local.key.read
    )
    presign_write = concat(
      [{ actions = ["s3:PutObject"], resources = [local.objects], conditions = local.presigned }],
      local.key.write
    )
    read       = local.read
    read_write = concat(local.read, local.write)
    write      = local.write
  }
}

output "name" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.id

  # Other buckets copy to this one and log into it as soon as they know its name: it must be versioned and let them in.
  depends_on = [aws_s3_bucket_policy.this, aws_s3_bucket_versioning.this]
}
