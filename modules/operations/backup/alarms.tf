resource "aws_cloudwatch_metric_alarm" "this" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${var.name}-backup-failed"
  alarm_description   = "A backup into the vault ${var.name} failed in the last hour: its jobs say why."
  alarm_actions       = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { BackupVaultName = aws_backup_vault.this.name }
  evaluation_periods  = 1
  metric_name         = "NumberOfBackupJobsFailed"
  namespace           = "AWS/Backup"
  ok_actions          = var.alarm_actions
  period              = 3600
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
