data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  # What each engine is called, listens on, and asks to refuse what is not encrypted.
  engines = {
    mysql = {
      logs  = ["error", "slowquery"]
      port  = 3306
      proxy = "MYSQL"

      proxy_password = "MYSQL_NATIVE_PASSWORD"

      protocol = "mysql"
      tls      = { name = "require_secure_transport", on = "ON", off = "OFF" }
      version  = "8.0"
    }
    postgres = {
      logs  = ["postgresql"]
      port  = 5432
      proxy = "POSTGRESQL"

      proxy_password = "POSTGRES_SCRAM_SHA_256"

      protocol = "postgresql"
      tls      = { name = "rds.force_ssl", on = "1", off = "0" }
      version  = "17"
    }
  }
  engine  = local.engines[var.engine]
  name    = { mysql = "aurora-mysql", postgres = "aurora-postgresql" }[var.engine]
  port    = local.engine.port
  version = coalesce(var.engine_version, local.engine.version)

  # PostgreSQL's families are named by the first number of its version, MySQL's by the first two.
  family = "${local.name}${regex(var.engine == "postgres" ? "^[0-9]+" : "^[0-9]+\\.[0-9]+", local.version)}"

  is_secondary  = var.primary != null
  is_serverless = anytrue([for instance in var.instances : instance.class == "db.serverless"])
  key_arn       = try(var.kms_key.arn, null)
  pauses        = local.is_serverless && var.capacity.min == 0

  # What the files that RDS has too need to know. A proxy takes a cluster that has an instance.
  managed_secret_arn = one(aws_rds_cluster.this.master_user_secret[*].secret_arn)
  proxied = {
    cluster  = one(distinct([for instance in aws_rds_cluster_instance.this : instance.cluster_identifier]))
    instance = null
  }

  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.html
  insights_days = { advanced = 465, standard = 7, off = null }[var.insights]

  slow_queries = contains(local.exports, "slowquery") ? { slow_query_log = { value = "1", apply = "immediate" } } : {}
  parameters = merge(
    {
      (local.engine.tls.name) = {
        value = var.tls_required ? local.engine.tls.on : local.engine.tls.off
        apply = "immediate"
      }
    },
    local.slow_queries,
    var.parameters,
  )
}

resource "aws_db_subnet_group" "this" {
  name        = var.name
  description = "Database ${var.name}."
  subnet_ids  = values(var.network.database_subnet_ids)

  tags = var.tags
}

# The next one is created before the database leaves the last. It holds for each instance, too.
resource "aws_rds_cluster_parameter_group" "this" {
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

# A name that no earlier database's last snapshot has, and that stays.
resource "terraform_data" "made_at" {
  input = formatdate("YYYYMMDDhhmmss", plantimestamp())

  lifecycle {
    ignore_changes = [input]
  }
}

# In several regions: this one writes, and clusters elsewhere join it.
resource "aws_rds_global_cluster" "this" {
  count = var.global_name == null ? 0 : 1

  global_cluster_identifier = var.global_name
  database_name             = var.database
  deletion_protection       = var.deletion_protection
  engine                    = local.name
  engine_version            = local.version
  storage_encrypted         = true

  tags = var.tags

  # Its versions are those of its clusters, which are upgraded one by one.
  lifecycle {
    ignore_changes = [engine_version]
  }
}

resource "aws_rds_cluster" "this" {
  #checkov:skip=CKV2_AWS_27: which statements are logged the caller's parameters say, since they hold personal data
  #checkov:skip=CKV2_AWS_8: RDS's own backups are kept
  #checkov:skip=CKV_AWS_133: backups are kept for a day at least
  #checkov:skip=CKV_AWS_139: protected unless the caller turns it off
  #checkov:skip=CKV_AWS_325: audit logs are exported when the caller says so
  #checkov:skip=CKV_AWS_326: backups go back to any second; backtrack is of neither PostgreSQL nor global databases
  cluster_identifier              = var.name
  allow_major_version_upgrade     = var.major_upgrades
  apply_immediately               = var.apply_immediately
  backup_retention_period         = var.backups.retention_days
  copy_tags_to_snapshot           = true
  database_insights_mode          = var.insights == "advanced" ? "advanced" : "standard"
  database_name                   = local.is_secondary ? null : var.database
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.this.name
  db_subnet_group_name            = aws_db_subnet_group.this.name
  delete_automated_backups        = !var.final_snapshot
  deletion_protection             = var.deletion_protection
  enable_http_endpoint            = var.data_api
  enabled_cloudwatch_logs_exports = local.exports
  engine                          = local.name
  engine_version                  = local.version
  final_snapshot_identifier       = "${var.name}-${terraform_data.made_at.output}"
  global_cluster_identifier = (
    local.is_secondary ? var.primary.global_cluster_id : one(aws_rds_global_cluster.this[*].id)
  )
  iam_database_authentication_enabled   = true
  kms_key_id                            = local.key_arn
  manage_master_user_password           = var.managed_password ? true : null
  master_password_wo                    = local.password
  master_password_wo_version            = local.keeps_password ? var.password_version : null
  master_user_secret_kms_key_id         = var.managed_password ? local.key_arn : null
  master_username                       = local.is_secondary ? null : var.username
  performance_insights_enabled          = var.insights != "off"
  performance_insights_kms_key_id       = var.insights == "off" ? null : local.key_arn
  performance_insights_retention_period = local.insights_days
  port                                  = local.port
  preferred_backup_window               = var.backups.window
  preferred_maintenance_window          = var.maintenance_window
  skip_final_snapshot                   = !var.final_snapshot
  snapshot_identifier                   = try(var.restore.snapshot, null)
  storage_encrypted                     = true
  storage_type                          = var.io_optimized ? "aurora-iopt1" : null
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

  dynamic "serverlessv2_scaling_configuration" {
    for_each = local.is_serverless ? [var.capacity] : []

    content {
      max_capacity             = serverlessv2_scaling_configuration.value.max
      min_capacity             = serverlessv2_scaling_configuration.value.min
      seconds_until_auto_pause = local.pauses ? serverlessv2_scaling_configuration.value.pause_after_seconds : null
    }
  }

  tags = var.tags

  # What it was made from is past: another or none replaces nothing.
  lifecycle {
    ignore_changes = [restore_to_point_in_time, snapshot_identifier]
  }

  # Else RDS makes them itself, and they keep their lines for ever.
  depends_on = [aws_cloudwatch_log_group.this]
}

resource "aws_rds_cluster_instance" "this" {
  for_each = var.instances

  identifier                            = "${var.name}-${each.key}"
  apply_immediately                     = var.apply_immediately
  auto_minor_version_upgrade            = true
  ca_cert_identifier                    = var.ca_certificate
  cluster_identifier                    = aws_rds_cluster.this.id
  copy_tags_to_snapshot                 = true
  db_subnet_group_name                  = aws_db_subnet_group.this.name
  engine                                = local.name
  instance_class                        = each.value.class
  monitoring_interval                   = var.monitoring_seconds
  monitoring_role_arn                   = one(aws_iam_role.monitoring[*].arn)
  performance_insights_enabled          = var.insights != "off"
  performance_insights_kms_key_id       = var.insights == "off" ? null : local.key_arn
  performance_insights_retention_period = local.insights_days
  preferred_maintenance_window          = each.value.maintenance_window
  promotion_tier                        = each.value.promotion_tier
  publicly_accessible                   = false

  tags = var.tags

  depends_on = [aws_iam_role_policy_attachment.monitoring]
}

# Readers through the proxy, too.
resource "aws_db_proxy_endpoint" "reader" {
  count = var.proxy == null ? 0 : 1

  db_proxy_endpoint_name = "${var.name}-reader"
  db_proxy_name          = aws_db_proxy.this[0].name
  target_role            = "READ_ONLY"
  vpc_security_group_ids = [aws_security_group.this.id]
  vpc_subnet_ids         = values(var.network.database_subnet_ids)

  tags = var.tags

  # As of the proxy: a zone more would replace it.
  lifecycle {
    ignore_changes = [vpc_subnet_ids]
  }
}

# Terraform takes away what refers to a protected thing before AWS refuses to delete it. This goes first, and refuses.
resource "terraform_data" "protection" {
  input = { name = var.name, protected = var.deletion_protection }

  # A replacement deletes, too.
  lifecycle {
    replace_triggered_by = [aws_rds_cluster.this.id]
  }

  provisioner "local-exec" {
    when = destroy
    command = (
      self.input.protected ?
      "echo deletion_protection of the database ${self.input.name} is on: write false, apply, then destroy && exit 1" :
      "exit 0"
    )
  }

  depends_on = [
    aws_appautoscaling_policy.readers,
    aws_db_proxy_endpoint.reader,
    aws_db_proxy_target.this,
    aws_rds_cluster_instance.this,
    aws_vpc_security_group_egress_rule.proxy,
    aws_vpc_security_group_ingress_rule.clients,
    aws_vpc_security_group_ingress_rule.proxy,
  ]
}
