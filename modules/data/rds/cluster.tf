# One writer and two readers that can be asked, each in a zone of its own: RDS makes all three.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html
resource "aws_rds_cluster_parameter_group" "this" {
  count = local.is_cluster ? 1 : 0

  name        = "${var.name}-${replace(local.family, ".", "-")}"
  description = "Database ${var.name}."
  family      = local.family

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name         = parameter.key
      apply_method = parameter.value.apply
      value        = parameter.value.value
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_rds_cluster" "this" {
  #checkov:skip=CKV2_AWS_27: which statements are logged the caller's parameters say, since they hold personal data
  #checkov:skip=CKV2_AWS_8: RDS's own backups are kept
  #checkov:skip=CKV_AWS_133: backups are kept for a day at least
  #checkov:skip=CKV_AWS_139: protected unless the caller turns it off
  count = local.is_cluster ? 1 : 0

  cluster_identifier                    = var.name
  allocated_storage                     = var.storage.gb
  allow_major_version_upgrade           = var.major_upgrades
  apply_immediately                     = var.apply_immediately
  backup_retention_period               = var.backups.retention_days
  ca_certificate_identifier             = var.ca_certificate
  copy_tags_to_snapshot                 = true
  database_insights_mode                = var.insights == "advanced" ? "advanced" : "standard"
  database_name                         = var.database
  db_cluster_instance_class             = var.instance_class
  db_cluster_parameter_group_name       = aws_rds_cluster_parameter_group.this[0].name
  db_subnet_group_name                  = aws_db_subnet_group.this.name
  delete_automated_backups              = !var.final_snapshot
  deletion_protection                   = var.deletion_protection
  enabled_cloudwatch_logs_exports       = local.exports
  engine                                = var.engine
  engine_version                        = local.version
  final_snapshot_identifier             = "${var.name}-${terraform_data.made_at.output}"
  iam_database_authentication_enabled   = true
  iops                                  = var.storage.iops
  kms_key_id                            = local.key_arn
  manage_master_user_password           = var.managed_password ? true : null
  master_password_wo                    = local.password
  master_password_wo_version            = local.keeps_password ? var.password_version : null
  master_user_secret_kms_key_id         = var.managed_password ? local.key_arn : null
  master_username                       = var.username
  monitoring_interval                   = var.monitoring_seconds
  monitoring_role_arn                   = one(aws_iam_role.monitoring[*].arn)
  performance_insights_enabled          = var.insights != "off"
  performance_insights_kms_key_id       = var.insights == "off" ? null : local.key_arn
  performance_insights_retention_period = local.insights_days
  port                                  = local.port
  preferred_backup_window               = var.backups.window
  preferred_maintenance_window          = var.maintenance_window
  skip_final_snapshot                   = !var.final_snapshot
  snapshot_identifier                   = try(var.restore.snapshot, null)
  storage_encrypted                     = true
  storage_type                          = var.storage.type
  vpc_security_group_ids                = [aws_security_group.this.id]

  dynamic "restore_to_point_in_time" {
    for_each = try(var.restore.source, null) == null ? [] : [var.restore]

    content {
      restore_to_time            = restore_to_point_in_time.value.at
      restore_type               = "full-copy"
      source_cluster_identifier  = restore_to_point_in_time.value.source
      use_latest_restorable_time = restore_to_point_in_time.value.at == null ? true : null
    }
  }

  tags = var.tags

  # What it was made from is past: another or none replaces nothing.
  lifecycle {
    ignore_changes = [restore_to_point_in_time, snapshot_identifier]
  }

  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy_attachment.monitoring]
}
