resource "aws_elasticache_serverless_cache" "this" {
  name                     = var.name
  daily_snapshot_time      = var.snapshots.retention_days > 0 ? var.snapshots.time : null
  description              = "The cache ${var.name}."
  engine                   = var.engine
  kms_key_id               = try(var.kms_key.arn, null)
  major_engine_version     = { redis = "7", valkey = "8" }[var.engine]
  security_group_ids       = [aws_security_group.this.id]
  snapshot_retention_limit = var.snapshots.retention_days
  subnet_ids               = values(var.network.database_subnet_ids)
  user_group_id            = aws_elasticache_user_group.this.id

  cache_usage_limits {
    data_storage {
      maximum = var.limits.storage_gb
      unit    = "GB"
    }

    ecpu_per_second {
      maximum = var.limits.ecpu_per_second
    }
  }

  tags = var.tags

  # ElastiCache cannot move a cache to other subnets: a zone more in the network would replace it, with its data.
  lifecycle {
    ignore_changes = [subnet_ids]
  }
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

# Writes go to 6379, reads that may lag to 6380.
resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.clients

  description                  = each.key
  from_port                    = 6379
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = 6380

  tags = var.tags
}
