locals {
  version = "1.6.22"
}

resource "aws_elasticache_cluster" "this" {
  #checkov:skip=CKV_AWS_134: Memcached has no snapshots
  cluster_id                 = var.name
  apply_immediately          = var.apply_immediately
  az_mode                    = var.nodes > 1 ? "cross-az" : "single-az"
  engine                     = "memcached"
  engine_version             = local.version
  maintenance_window         = var.maintenance_window
  node_type                  = var.node_type
  num_cache_nodes            = var.nodes
  parameter_group_name       = aws_elasticache_parameter_group.this.name
  port                       = 11211
  security_group_ids         = [aws_security_group.this.id]
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  transit_encryption_enabled = true

  tags = var.tags
}

resource "aws_elasticache_parameter_group" "this" {
  name        = "${var.name}-memcached"
  description = "Settings of ${var.name}."
  family      = "memcached1.6"

  dynamic "parameter" {
    for_each = var.parameters

    content {
      name  = parameter.key
      value = parameter.value
    }
  }

  tags = var.tags
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
  from_port                    = 11211
  ip_protocol                  = "tcp"
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = 11211

  tags = var.tags
}
