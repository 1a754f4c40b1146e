data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
data "aws_rds_engine_version" "this" {
  engine  = "aurora-postgresql"
  version = "16"
  latest  = true
}
resource "aws_db_subnet_group" "this" {
  name       = "aurora"
  subnet_ids = data.aws_subnets.this.ids
}
resource "aws_rds_cluster_parameter_group" "this" {
  name   = "aurora"
  family = "aurora-postgresql16"
  parameter {
    name         = "log_min_duration_statement"
    value        = "4000"
    apply_method = "immediate"
  }
}
resource "aws_db_parameter_group" "this" {
  name   = "aurora-instance"
  family = "aurora-postgresql16"
}
resource "aws_rds_cluster" "this" {
  cluster_identifier                  = "aurora"
  engine                              = "aurora-postgresql"
  engine_mode                         = "provisioned"
  engine_version                      = data.aws_rds_engine_version.this.version_actual
  database_name                       = "app"
  master_username                     = "root"
  master_password                     = "must_be_eight_characters"
  storage_encrypted                   = true
  db_subnet_group_name                = aws_db_subnet_group.this.name
  db_cluster_parameter_group_name     = aws_rds_cluster_parameter_group.this.name
  enabled_cloudwatch_logs_exports     = ["postgresql"]
  backup_retention_period             = 7
  preferred_backup_window             = "02:00-03:00"
  skip_final_snapshot                 = true
  copy_tags_to_snapshot               = true
  enable_http_endpoint                = true
  iam_database_authentication_enabled = true
  serverlessv2_scaling_configuration {
    min_capacity             = 0
    max_capacity             = 4
    seconds_until_auto_pause = 3600
  }
}
resource "aws_rds_cluster_instance" "this" {
  count                   = 2
  identifier              = "aurora-${count.index}"
  cluster_identifier      = aws_rds_cluster.this.id
  instance_class          = "db.serverless"
  engine                  = aws_rds_cluster.this.engine
  engine_version          = aws_rds_cluster.this.engine_version
  db_parameter_group_name = aws_db_parameter_group.this.name
  promotion_tier          = count.index
}
resource "aws_appautoscaling_target" "this" {
  max_capacity       = 3
  min_capacity       = 1
  resource_id        = "cluster:${aws_rds_cluster.this.cluster_identifier}"
  scalable_dimension = "rds:cluster:ReadReplicaCount"
  service_namespace  = "rds"
}
resource "aws_db_cluster_snapshot" "this" {
  db_cluster_identifier          = aws_rds_cluster.this.id
  db_cluster_snapshot_identifier = "aurora"
}
resource "aws_secretsmanager_secret" "this" {
  name                    = "aurora"
  recovery_window_in_days = 0
}
resource "aws_secretsmanager_secret_version" "this" {
  secret_id     = aws_secretsmanager_secret.this.id
  secret_string = jsonencode({ username = "root", password = "must_be_eight_characters" })
}
resource "aws_iam_role" "proxy" {
  name = "aurora-proxy"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "rds.amazonaws.com" } }]
  })
}
resource "aws_db_proxy" "this" {
  name           = "aurora"
  engine_family  = "POSTGRESQL"
  role_arn       = aws_iam_role.proxy.arn
  vpc_subnet_ids = data.aws_subnets.this.ids
  require_tls    = true
  auth {
    auth_scheme = "SECRETS"
    iam_auth    = "DISABLED"
    secret_arn  = aws_secretsmanager_secret.this.arn
  }
}
resource "aws_db_proxy_default_target_group" "this" {
  db_proxy_name = aws_db_proxy.this.name
  connection_pool_config {
    connection_borrow_timeout = 120
    max_connections_percent   = 100
  }
}
resource "aws_db_proxy_target" "this" {
  db_cluster_identifier = aws_rds_cluster.this.cluster_identifier
  db_proxy_name         = aws_db_proxy.this.name
  target_group_name     = aws_db_proxy_default_target_group.this.name
  depends_on            = [aws_rds_cluster_instance.this]
}
resource "aws_db_proxy_endpoint" "this" {
  db_proxy_name          = aws_db_proxy.this.name
  db_proxy_endpoint_name = "read"
  vpc_subnet_ids         = data.aws_subnets.this.ids
  target_role            = "READ_ONLY"
}
data "aws_rds_cluster" "this" {
  cluster_identifier = aws_rds_cluster.this.cluster_identifier
}
data "aws_db_cluster_snapshot" "this" {
  db_cluster_identifier = aws_rds_cluster.this.id
  most_recent           = true
  depends_on            = [aws_db_cluster_snapshot.this]
}
data "aws_db_proxy" "this" {
  name = aws_db_proxy.this.name
}
