resource "aws_kms_key" "this" {
  deletion_window_in_days = 7
}
resource "aws_backup_vault" "this" {
  name          = "complete"
  kms_key_arn   = aws_kms_key.this.arn
  force_destroy = true
}
resource "aws_backup_vault_lock_configuration" "this" {
  backup_vault_name  = aws_backup_vault.this.name
  min_retention_days = 7
  max_retention_days = 1200
}
resource "aws_backup_plan" "this" {
  name = "complete"
  rule {
    rule_name                = "daily"
    target_vault_name        = aws_backup_vault.this.name
    schedule                 = "cron(0 12 * * ? *)"
    start_window             = 120
    completion_window        = 360
    enable_continuous_backup = false
    lifecycle {
      cold_storage_after = 30
      delete_after       = 180
    }
    recovery_point_tags = { env = "prod" }
  }
  advanced_backup_setting {
    backup_options = { WindowsVSS = "enabled" }
    resource_type  = "EC2"
  }
}
resource "aws_iam_role" "this" {
  name = "backup"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "backup.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
}
resource "aws_backup_selection" "this" {
  iam_role_arn = aws_iam_role.this.arn
  name         = "tagged"
  plan_id      = aws_backup_plan.this.id
  resources    = ["*"]
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "backup"
    value = "true"
  }
}
resource "aws_backup_global_settings" "this" {
  global_settings = { isCrossAccountBackupEnabled = "false" }
}
data "aws_backup_vault" "this" {
  name = aws_backup_vault.this.name
}
data "aws_backup_plan" "this" {
  plan_id = aws_backup_plan.this.id
}
