data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_elasticache_subnet_group" "this" {
  name       = "redis"
  subnet_ids = data.aws_subnets.this.ids
}
resource "aws_elasticache_parameter_group" "this" {
  name   = "redis"
  family = "redis7"
  parameter {
    name  = "latency-tracking"
    value = "yes"
  }
}
resource "aws_cloudwatch_log_group" "this" {
  name = "/elasticache/redis"
}
resource "aws_elasticache_replication_group" "this" {
  replication_group_id       = "redis"
  description                = "redis"
  engine                     = "redis"
  engine_version             = "7.1"
  node_type                  = "cache.t4g.small"
  num_node_groups            = 3
  replicas_per_node_group    = 1
  automatic_failover_enabled = true
  multi_az_enabled           = true
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  auth_token                 = "PickSomethingMoreSecure123!"
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  parameter_group_name       = "default.redis7.cluster.on"
  maintenance_window         = "sun:05:00-sun:09:00"
  snapshot_retention_limit   = 5
  snapshot_window            = "00:00-05:00"
  apply_immediately          = true
  log_delivery_configuration {
    destination      = aws_cloudwatch_log_group.this.name
    destination_type = "cloudwatch-logs"
    log_format       = "json"
    log_type         = "slow-log"
  }
}
resource "aws_elasticache_cluster" "memcached" {
  cluster_id           = "memcached"
  engine               = "memcached"
  engine_version       = "1.6.17"
  node_type            = "cache.t4g.small"
  num_cache_nodes      = 2
  az_mode              = "cross-az"
  port                 = 11211
  parameter_group_name = "default.memcached1.6"
}
resource "aws_elasticache_cluster" "redis" {
  cluster_id      = "single"
  engine          = "redis"
  node_type       = "cache.t4g.micro"
  num_cache_nodes = 1
}
resource "aws_elasticache_user" "default" {
  user_id              = "default-user"
  user_name            = "default"
  access_string        = "on ~* +@all"
  engine               = "redis"
  no_password_required = true
}
resource "aws_elasticache_user" "app" {
  user_id       = "app"
  user_name     = "app"
  access_string = "on ~app::* -@all +@read"
  engine        = "redis"
  passwords     = ["password123456789"]
}
resource "aws_elasticache_user_group" "this" {
  user_group_id = "group"
  engine        = "redis"
  user_ids      = [aws_elasticache_user.default.user_id]
  lifecycle {
    ignore_changes = [user_ids]
  }
}
resource "aws_elasticache_user_group_association" "this" {
  user_group_id = aws_elasticache_user_group.this.user_group_id
  user_id       = aws_elasticache_user.app.user_id
}
resource "aws_elasticache_serverless_cache" "this" {
  name                     = "serverless"
  engine                   = "valkey"
  major_engine_version     = "8"
  subnet_ids               = data.aws_subnets.this.ids
  daily_snapshot_time      = "09:00"
  snapshot_retention_limit = 1
  cache_usage_limits {
    data_storage {
      maximum = 10
      unit    = "GB"
    }
    ecpu_per_second {
      maximum = 5000
    }
  }
}
data "aws_elasticache_replication_group" "this" {
  replication_group_id = aws_elasticache_replication_group.this.id
}
data "aws_elasticache_cluster" "this" {
  cluster_id = aws_elasticache_cluster.redis.cluster_id
}
