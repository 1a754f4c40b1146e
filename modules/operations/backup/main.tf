resource "aws_backup_vault" "this" {
  #checkov:skip=CKV_AWS_166: without a key of the caller's, AWS Backup encrypts with the account's AWS managed key
  name        = var.name
  kms_key_arn = try(var.kms_key.arn, null)

  tags = var.tags
}

# In governance mode those who may change the lock can lift it. With `final_after_days` nobody can, once they are over.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
resource "aws_backup_vault_lock_configuration" "this" {
  count = var.lock == null ? 0 : 1

  backup_vault_name   = aws_backup_vault.this.name
  changeable_for_days = var.lock.final_after_days
  max_retention_days  = var.lock.max_days
  min_retention_days  = var.lock.min_days
}

resource "aws_backup_plan" "this" {
  for_each = var.plans

  name = "${var.name}-${each.key}"

  rule {
    rule_name                    = each.key
    completion_window            = each.value.end_minutes
    enable_continuous_backup     = each.value.continuous
    schedule                     = each.value.schedule
    schedule_expression_timezone = each.value.timezone
    start_window                 = each.value.start_minutes
    target_vault_name            = aws_backup_vault.this.name

    lifecycle {
      cold_storage_after                        = each.value.cold_after_days
      delete_after                              = each.value.retention_days
      opt_in_to_archive_for_supported_resources = each.value.cold_after_days == null ? null : true
    }

    dynamic "copy_action" {
      for_each = each.value.copies

      content {
        destination_vault_arn = copy_action.value.vault.arn

        lifecycle {
          delete_after = coalesce(copy_action.value.retention_days, each.value.retention_days)
        }
      }
    }

    recovery_point_tags = var.tags
  }

  tags = var.tags
}

resource "aws_backup_selection" "this" {
  for_each = var.plans

  iam_role_arn = aws_iam_role.this.arn
  name         = each.key
  plan_id      = aws_backup_plan.this[each.key].id
  resources    = each.value.resources

  # What has any of the tags.
  dynamic "selection_tag" {
    for_each = each.value.tags

    content {
      type  = "STRINGEQUALS"
      key   = selection_tag.key
      value = selection_tag.value
    }
  }

  depends_on = [aws_iam_role_policy_attachment.this]
}

resource "aws_iam_role" "this" {
  name_prefix          = "${substr(var.name, 0, 37)}-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "What AWS Backup may do for the vault ${var.name}."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }
  }
}

# AWS keeps these up with what AWS Backup supports.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
resource "aws_iam_role_policy_attachment" "this" {
  for_each = toset([
    "AWSBackupServiceRolePolicyForS3Backup",
    "AWSBackupServiceRolePolicyForS3Restore",
    "service-role/AWSBackupServiceRolePolicyForBackup",
    "service-role/AWSBackupServiceRolePolicyForRestores",
  ])

  policy_arn = "arn:${split(":", aws_backup_vault.this.arn)[1]}:iam::aws:policy/${each.key}"
  role       = aws_iam_role.this.name
}
