data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  # What each engine is called, listens on, and asks to refuse what is not encrypted.
  engines = {
    mariadb = {
      family         = "mariadb"
      logs           = ["error", "slowquery"]
      port           = 3306
      proxy          = "MYSQL"
      proxy_password = "MYSQL_NATIVE_PASSWORD"
      protocol       = "mysql"
      tls            = "require_secure_transport"
      version        = "11.4"
    }
    mysql = {
      family         = "mysql"
      logs           = ["error", "slowquery"]
      port           = 3306
      proxy          = "MYSQL"
      proxy_password = "MYSQL_CACHING_SHA2_PASSWORD"
      protocol       = "mysql"
      tls            = "require_secure_transport"
      version        = "8.4"
    }
    postgres = {
      family         = "postgres"
      logs           = ["postgresql", "upgrade"]
      port           = 5432
      proxy          = "POSTGRESQL"
      proxy_password = "POSTGRES_SCRAM_SHA_256"
      protocol       = "postgresql"
      tls            = "rds.force_ssl"
      version        = "17"
    }
  }
  engine  = local.engines[var.engine]
  port    = local.engine.port
  version = coalesce(var.engine_version, local.engine.version)

  # PostgreSQL's families are named by the first number of its version, the others' by the first two.
  series = regex(var.engine == "postgres" ? "^[0-9]+" : "^[0-9]+\\.[0-9]+", local.version)
  family = "${local.engine.family}${local.series}"

  is_cluster   = var.deployment == "cluster"
  is_secondary = var.primary != null
  key_arn      = try(var.kms_key.arn, null)

  # "PerformanceInsightsRetentionPeriod": 15 months are what the advanced mode asks for.
  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.html
  insights_days = { advanced = 465, standard = 7, off = null }[var.insights]

  # What the files that Aurora has too need to know.
  managed_secret_arn = one([
    for database in concat(aws_db_instance.this, aws_rds_cluster.this) : one(database.master_user_secret[*].secret_arn)
  ])
  proxied = {
    cluster  = one(aws_rds_cluster.this[*].cluster_identifier)
    instance = one(aws_db_instance.this[*].identifier)
  }

  max_gb = var.storage.max_gb == var.storage.gb ? 0 : coalesce(var.storage.max_gb, min(5 * var.storage.gb, 65536))

  slow_queries = (
    contains(local.exports, "slowquery") ?
    { log_output = { value = "FILE", apply = "immediate" }, slow_query_log = { value = "1", apply = "immediate" } } :
    {}
  )
  parameters = merge(
    { (local.engine.tls) = { value = var.tls_required ? "1" : "0", apply = "immediate" } },
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

# The next one is created before the database leaves the last.
resource "aws_db_parameter_group" "this" {
  count = local.is_cluster ? 0 : 1

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

resource "aws_db_instance" "this" {
  #checkov:skip=CKV_AWS_129: logs are exported unless the caller turns them off
  #checkov:skip=CKV_AWS_133: backups are kept for a day at least
  #checkov:skip=CKV_AWS_293: protected unless the caller turns it off
  count = local.is_cluster ? 0 : 1

  identifier                            = var.name
  allocated_storage                     = local.is_secondary ? null : var.storage.gb
  allow_major_version_upgrade           = var.major_upgrades
  apply_immediately                     = var.apply_immediately
  auto_minor_version_upgrade            = true
  backup_retention_period               = var.backups.retention_days
  backup_window                         = var.backups.window
  ca_cert_identifier                    = var.ca_certificate
  copy_tags_to_snapshot                 = true
  database_insights_mode                = var.insights == "advanced" ? "advanced" : "standard"
  db_name                               = local.is_secondary ? null : var.database
  db_subnet_group_name                  = aws_db_subnet_group.this.name
  delete_automated_backups              = !var.final_snapshot
  deletion_protection                   = var.deletion_protection
  enabled_cloudwatch_logs_exports       = local.exports
  engine                                = local.is_secondary ? null : var.engine
  engine_version                        = local.is_secondary ? null : local.version
  final_snapshot_identifier             = "${var.name}-${terraform_data.made_at.output}"
  iam_database_authentication_enabled   = true
  instance_class                        = var.instance_class
  iops                                  = var.storage.iops
  kms_key_id                            = local.key_arn
  maintenance_window                    = var.maintenance_window
  manage_master_user_password           = var.managed_password ? true : null
  master_user_secret_kms_key_id         = var.managed_password ? local.key_arn : null
  max_allocated_storage                 = local.max_gb
  monitoring_interval                   = var.monitoring_seconds
  monitoring_role_arn                   = one(aws_iam_role.monitoring[*].arn)
  multi_az                              = var.deployment == "multi-az"
  parameter_group_name                  = aws_db_parameter_group.this[0].name
  password_wo                           = local.password
  password_wo_version                   = local.keeps_password ? var.password_version : null
  performance_insights_enabled          = var.insights != "off"
  performance_insights_kms_key_id       = var.insights == "off" ? null : local.key_arn
  performance_insights_retention_period = local.insights_days
  port                                  = local.port
  publicly_accessible                   = false
  replicate_source_db                   = try(var.primary.arn, null)
  skip_final_snapshot                   = !var.final_snapshot
  snapshot_identifier                   = try(var.restore.snapshot, null)
  storage_encrypted                     = true
  storage_throughput                    = var.storage.throughput_mbps
  storage_type                          = var.storage.type
  username                              = local.is_secondary ? null : var.username
  vpc_security_group_ids                = [aws_security_group.this.id]

  dynamic "blue_green_update" {
    for_each = var.blue_green_updates ? [true] : []

    content {
      enabled = true
    }
  }

  dynamic "restore_to_point_in_time" {
    for_each = try(var.restore.source, null) == null ? [] : [var.restore]

    content {
      restore_time                  = restore_to_point_in_time.value.at
      source_db_instance_identifier = restore_to_point_in_time.value.source
      use_latest_restorable_time    = restore_to_point_in_time.value.at == null ? true : null
    }
  }

  tags = var.tags

  # What it was made from is past: another or none replaces nothing.
  lifecycle {
    ignore_changes = [restore_to_point_in_time, snapshot_identifier]
  }

  # Else RDS makes them itself, and they keep their lines for ever.
  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy_attachment.monitoring]
}

# Terraform takes away what refers to a protected thing before AWS refuses to delete it. This goes first, and refuses.
resource "terraform_data" "protection" {
  input = { name = var.name, protected = var.deletion_protection }

  provisioner "local-exec" {
    when = destroy
    command = (
      self.input.protected ?
      "echo deletion_protection of the database ${self.input.name} is on: write false, apply, then destroy && exit 1" :
      "exit 0"
    )
  }

  depends_on = [
    aws_db_instance.replica,
    aws_db_instance.this,
    aws_db_proxy_target.this,
    aws_rds_cluster.this,
    aws_vpc_security_group_egress_rule.proxy,
    aws_vpc_security_group_ingress_rule.clients,
    aws_vpc_security_group_ingress_rule.proxy,
  ]
}
