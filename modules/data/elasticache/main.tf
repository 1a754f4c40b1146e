locals {
  is_cluster = var.shards != null
  major      = split(".", var.engine_version == null ? local.versions[var.engine] : var.engine_version)[0]
  versions   = { redis = "7.1", valkey = "8.0" }

  # Each version has parameters of its own: the next group is created before the cache leaves the last.
  parameter_group_name = "${var.name}-${var.engine}${local.major}${local.is_cluster ? "-cluster" : ""}"

  # As ElastiCache will call them: known before they are made, for alarms.
  nodes = flatten([
    for shard in range(1, coalesce(var.shards, 1) + 1) : [
      for node in range(1, var.replicas + 2) :
      local.is_cluster ? format("%s-%04d-%03d", var.name, shard, node) : format("%s-%03d", var.name, node)
    ]
  ])
}

resource "aws_elasticache_replication_group" "this" {
  #checkov:skip=CKV_AWS_31: users log in by IAM; a token for all of them would be in the state
  #checkov:skip=CKV_AWS_191: without a key of the caller's, ElastiCache encrypts with a key of its own
  #checkov:skip=CKV2_AWS_50: several zones unless the caller asks for no replica
  replication_group_id       = var.name
  apply_immediately          = var.apply_immediately
  at_rest_encryption_enabled = true
  auto_minor_version_upgrade = true
  automatic_failover_enabled = local.is_cluster || var.replicas > 0
  cluster_mode               = local.is_cluster ? "enabled" : "disabled"
  description                = "The cache ${var.name}."
  engine                     = var.engine
  engine_version             = var.engine_version == null ? local.versions[var.engine] : var.engine_version
  final_snapshot_identifier  = var.final_snapshot
  kms_key_id                 = try(var.kms_key.arn, null)
  maintenance_window         = var.maintenance_window
  multi_az_enabled           = var.replicas > 0
  node_type                  = var.node_type
  num_cache_clusters         = local.is_cluster ? null : var.replicas + 1
  num_node_groups            = var.shards
  parameter_group_name       = aws_elasticache_parameter_group.this.name
  port                       = 6379
  replicas_per_node_group    = local.is_cluster ? var.replicas : null
  security_group_ids         = [aws_security_group.this.id]
  snapshot_name              = try(var.restore.snapshot, null)
  snapshot_retention_limit   = var.snapshots.retention_days
  snapshot_window            = var.snapshots.window
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  user_group_ids             = [aws_elasticache_user_group.this.id]

  dynamic "log_delivery_configuration" {
    for_each = aws_cloudwatch_log_group.this

    content {
      destination      = log_delivery_configuration.value.name
      destination_type = "cloudwatch-logs"
      log_format       = "json"
      log_type         = log_delivery_configuration.key
    }
  }

  tags = var.tags

  # What it was made from is past: another or none replaces nothing.
  lifecycle {
    ignore_changes = [snapshot_name]
  }
}

resource "aws_elasticache_parameter_group" "this" {
  name        = local.parameter_group_name
  description = "Settings of ${var.name}."
  family      = "${var.engine}${local.major}"

  dynamic "parameter" {
    for_each = merge(local.is_cluster ? { cluster-enabled = "yes" } : {}, var.parameters)

    content {
      name  = parameter.key
      value = parameter.value
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_elasticache_subnet_group" "this" {
  name        = var.name
  description = "Where ${var.name} stands."
  subnet_ids  = values(var.network.database_subnet_ids)

  tags = var.tags
}

resource "aws_security_group" "this" {
  name_prefix = "${var.name}-cache-"
  description = "The cache ${var.name}."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-cache" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.clients

  description                  = each.key
  from_port                    = 6379
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = 6379

  tags = var.tags
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  #checkov:skip=CKV_AWS_338: the caller says for how long logs are worth their cost
  for_each = toset(["engine-log", "slow-log"])

  name              = "/elasticache/${var.name}/${each.key}"
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}
