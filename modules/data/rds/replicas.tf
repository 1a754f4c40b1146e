# Backups are taken of what they copy.
resource "aws_db_instance" "replica" {
  #checkov:skip=CKV_AWS_129: logs are exported unless the caller turns them off
  #checkov:skip=CKV_AWS_293: protected unless the caller turns it off
  for_each = var.replicas

  identifier                          = "${var.name}-${each.key}"
  apply_immediately                   = var.apply_immediately
  auto_minor_version_upgrade          = true
  ca_cert_identifier                  = var.ca_certificate
  copy_tags_to_snapshot               = true
  database_insights_mode              = var.insights == "advanced" ? "advanced" : "standard"
  deletion_protection                 = var.deletion_protection
  enabled_cloudwatch_logs_exports     = local.exports
  iam_database_authentication_enabled = true
  # Without them RDS refuses io1 and io2, and gives gp3 its least.
  iops                                  = var.storage.iops
  instance_class                        = coalesce(each.value.instance_class, var.instance_class)
  maintenance_window                    = each.value.maintenance_window
  max_allocated_storage                 = local.max_gb
  monitoring_interval                   = var.monitoring_seconds
  monitoring_role_arn                   = one(aws_iam_role.monitoring[*].arn)
  multi_az                              = each.value.multi_az
  parameter_group_name                  = aws_db_parameter_group.this[0].name
  performance_insights_enabled          = var.insights != "off"
  performance_insights_kms_key_id       = var.insights == "off" ? null : local.key_arn
  performance_insights_retention_period = local.insights_days
  publicly_accessible                   = false
  replicate_source_db                   = aws_db_instance.this[0].identifier
  skip_final_snapshot                   = true
  storage_encrypted                     = true
  storage_throughput                    = var.storage.throughput_mbps
  storage_type                          = var.storage.type
  vpc_security_group_ids                = [aws_security_group.this.id]

  tags = var.tags

  depends_on = [aws_cloudwatch_log_group.this]

  lifecycle {
    precondition {
      condition = var.backups.retention_days > 0
      error_message = join(" ", [
        "backups.retention_days is 0 with replicas (${join(", ", keys(var.replicas))}), which are made from",
        "backups: write 1 or more.",
      ])
    }
  }
}
