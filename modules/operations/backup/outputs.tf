output "arn" {
  description = <<-EOT
    ARN of the vault. Hand the whole module to the plan that copies here: `copies = { dr = { vault =
    module.backup_dr } }`.
  EOT
  value       = aws_backup_vault.this.arn
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `read` (the vault and what is in it) and `start` (a backup now, in the vault's role).
    Restoring is left to people: AWS knows a recovery point by no vault.
  EOT
  value = {
    read = [
      {
        actions    = ["backup:DescribeBackupVault", "backup:ListRecoveryPointsByBackupVault"]
        resources  = [aws_backup_vault.this.arn]
        conditions = []
      },
    ]
    start = concat([
      { actions = ["backup:StartBackupJob"], resources = [aws_backup_vault.this.arn], conditions = [] },
    ], local.pass)
  }
}

locals {
  pass = [{
    actions    = ["iam:PassRole"]
    resources  = [aws_iam_role.this.arn]
    conditions = [{ test = "StringEquals", variable = "iam:PassedToService", values = ["backup.amazonaws.com"] }]
  }]
}

output "name" {
  description = "Name of the vault."
  value       = aws_backup_vault.this.name
}

output "plans" {
  description = "Ids of the plans, by their names."
  value       = { for name, plan in aws_backup_plan.this : name => plan.id }
}

output "role_arn" {
  description = "ARN of the role in which AWS Backup works."
  value       = aws_iam_role.this.arn
}
