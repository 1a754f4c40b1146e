data "aws_caller_identity" "current" {}

locals {
  elsewhere = "arn:aws:backup:eu-central-1:${data.aws_caller_identity.current.account_id}:backup-vault:probe"
}

resource "aws_kms_key" "this" {
  description             = "probe of backups"
  deletion_window_in_days = 7
}

resource "aws_sns_topic" "this" {
  name = "probe-backup"
}

resource "aws_iam_role" "this" {
  name = "probe-backup"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "backup.amazonaws.com" } }]
  })
}

resource "aws_backup_vault" "this" {
  name        = "probe"
  kms_key_arn = aws_kms_key.this.arn
  tags        = { team = "probe" }
}

resource "aws_backup_vault_policy" "this" {
  backup_vault_name = aws_backup_vault.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "backup:DeleteRecoveryPoint"
      Resource  = "*"
    }]
  })
}

resource "aws_backup_vault_lock_configuration" "this" {
  backup_vault_name  = aws_backup_vault.this.name
  min_retention_days = 7
  max_retention_days = 400
}

resource "aws_backup_vault_notifications" "this" {
  backup_vault_name   = aws_backup_vault.this.name
  sns_topic_arn       = aws_sns_topic.this.arn
  backup_vault_events = ["BACKUP_JOB_FAILED", "RESTORE_JOB_COMPLETED"]
}

resource "aws_backup_plan" "this" {
  name = "probe"
  tags = { team = "probe" }

  rule {
    rule_name                = "daily"
    target_vault_name        = aws_backup_vault.this.name
    schedule                 = "cron(0 3 * * ? *)"
    start_window             = 60
    completion_window        = 360
    enable_continuous_backup = true
    recovery_point_tags      = { team = "probe" }

    lifecycle {
      delete_after = 35
    }

    copy_action {
      destination_vault_arn = local.elsewhere

      lifecycle {
        delete_after = 90
      }
    }
  }

  rule {
    rule_name         = "monthly"
    target_vault_name = aws_backup_vault.this.name
    schedule          = "cron(0 4 1 * ? *)"

    lifecycle {
      cold_storage_after = 30
      delete_after       = 365
    }
  }
}

resource "aws_backup_selection" "this" {
  name         = "probe"
  plan_id      = aws_backup_plan.this.id
  iam_role_arn = aws_iam_role.this.arn
  resources    = ["*"]

  condition {
    string_equals {
      key   = "aws:ResourceTag/backup"
      value = "daily"
    }
  }
}

resource "aws_backup_region_settings" "this" {
  resource_type_opt_in_preference = {
    Aurora   = true
    DynamoDB = true
    EBS      = true
    RDS      = true
    S3       = true
  }
}

resource "aws_backup_framework" "this" {
  name = "probe"
  tags = { team = "probe" }

  control {
    name = "BACKUP_RECOVERY_POINT_ENCRYPTED"
  }
}

resource "aws_s3_bucket" "reports" {
  bucket = "probe-backup-reports"
}

resource "aws_backup_report_plan" "this" {
  name = "probe"
  tags = { team = "probe" }

  report_delivery_channel {
    formats        = ["CSV"]
    s3_bucket_name = aws_s3_bucket.reports.id
  }

  report_setting {
    report_template = "RESTORE_JOB_REPORT"
  }
}

resource "aws_backup_restore_testing_plan" "this" {
  name                = "probe"
  schedule_expression = "cron(0 5 ? * 1 *)"
  start_window_hours  = 4

  recovery_point_selection {
    algorithm             = "LATEST_WITHIN_WINDOW"
    include_vaults        = [aws_backup_vault.this.arn]
    recovery_point_types  = ["SNAPSHOT"]
    selection_window_days = 7
  }
}

resource "aws_backup_restore_testing_selection" "this" {
  name                      = "tables"
  restore_testing_plan_name = aws_backup_restore_testing_plan.this.name
  protected_resource_type   = "DynamoDB"
  iam_role_arn              = aws_iam_role.this.arn
  protected_resource_arns   = ["*"]
  validation_window_hours   = 4
}
