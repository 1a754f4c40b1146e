data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_memorydb_user" "this" {
  user_name     = "admin"
  access_string = "on ~* &* +@all"
  authentication_mode {
    type      = "password"
    passwords = ["YouShouldPickAStrongSecurePassword987!"]
  }
}
resource "aws_memorydb_acl" "this" {
  name       = "acl"
  user_names = [aws_memorydb_user.this.user_name]
}
resource "aws_memorydb_subnet_group" "this" {
  name       = "memorydb"
  subnet_ids = data.aws_subnets.this.ids
}
resource "aws_memorydb_parameter_group" "this" {
  name   = "memorydb"
  family = "memorydb_redis7"
  parameter {
    name  = "activedefrag"
    value = "yes"
  }
}
resource "aws_memorydb_cluster" "this" {
  name                       = "memorydb"
  acl_name                   = aws_memorydb_acl.this.name
  node_type                  = "db.t4g.small"
  engine_version             = "7.0"
  num_shards                 = 1
  num_replicas_per_shard     = 1
  parameter_group_name       = aws_memorydb_parameter_group.this.name
  subnet_group_name          = aws_memorydb_subnet_group.this.name
  snapshot_retention_limit   = 7
  snapshot_window            = "05:00-09:00"
  maintenance_window         = "sun:23:00-mon:01:30"
  tls_enabled                = true
  auto_minor_version_upgrade = false
}
resource "aws_memorydb_snapshot" "this" {
  cluster_name = aws_memorydb_cluster.this.name
  name         = "snap"
}
data "aws_memorydb_cluster" "this" {
  name = aws_memorydb_cluster.this.name
}
