# https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
locals {
  replicates   = length(var.replicas) > 0
  replica_arns = [for replica in var.replicas : replica.bucket.arn]
  replica_keys = [for replica in var.replicas : replica.kms_key.arn if replica.kms_key != null]
  source_keys  = [for key in [var.kms_key] : key.arn if key != null]
}

resource "aws_s3_bucket_replication_configuration" "this" {
  count = local.replicates ? 1 : 0

  bucket = aws_s3_bucket_versioning.this.bucket
  role   = aws_iam_role.replication[0].arn

  dynamic "rule" {
    for_each = var.replicas

    content {
      id       = rule.key
      priority = index(keys(var.replicas), rule.key)
      status   = "Enabled"

      delete_marker_replication {
        status = rule.value.delete_markers ? "Enabled" : "Disabled"
      }

      filter {
        prefix = rule.value.prefix
      }

      destination {
        bucket        = rule.value.bucket.arn
        storage_class = rule.value.storage_class

        dynamic "encryption_configuration" {
          for_each = rule.value.kms_key == null ? [] : [rule.value.kms_key]

          content {
            replica_kms_key_id = encryption_configuration.value.arn
          }
        }

        metrics {
          status = "Enabled"
        }
      }

      dynamic "source_selection_criteria" {
        for_each = rule.value.kms_key == null ? [] : ["encrypted"]

        content {
          sse_kms_encrypted_objects {
            status = "Enabled"
          }
        }
      }
    }
  }

  # S3 reads the objects in the role's name.
  depends_on = [aws_iam_role_policy.replication]
}

resource "aws_iam_role" "replication" {
  count = local.replicates ? 1 : 0

  name_prefix        = "${substr(var.name, 0, 24)}-replicas-"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  description        = "Lets S3 copy the objects of ${var.name}."

  tags = var.tags
}

resource "aws_iam_role_policy" "replication" {
  count = local.replicates ? 1 : 0

  name   = "replication"
  policy = data.aws_iam_policy_document.replication.json
  role   = aws_iam_role.replication[0].name
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }
}

data "aws_iam_policy_document" "replication" {
  statement {
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [local.arn]
  }

  # Locked objects are copied with their lock.
  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-replication
  statement {
    actions = concat(
      ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
      var.object_lock == null ? [] : ["s3:GetObjectLegalHold", "s3:GetObjectRetention"],
    )
    resources = ["${local.arn}/*"]
  }

  dynamic "statement" {
    for_each = local.replicates ? [local.replica_arns] : []

    content {
      actions   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
      resources = [for arn in statement.value : "${arn}/*"]
    }
  }

  dynamic "statement" {
    for_each = length(local.source_keys) > 0 ? [local.source_keys] : []

    content {
      actions   = ["kms:Decrypt"]
      resources = statement.value

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${data.aws_region.this.id}.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = length(local.replica_keys) > 0 ? [local.replica_keys] : []

    content {
      actions   = ["kms:Encrypt", "kms:GenerateDataKey"]
      resources = statement.value

      # The replica's region may be any.
      condition {
        test     = "StringLike"
        variable = "kms:ViaService"
        values   = ["s3.*.amazonaws.com"]
      }
    }
  }
}
