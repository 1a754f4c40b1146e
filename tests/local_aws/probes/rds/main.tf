# What RDS offers, and what belongs to databases and clusters.

data "aws_rds_engine_version" "this" {
  for_each = { postgres = "16", mysql = "8.0", mariadb = "10.11", aurora-postgresql = "16", aurora-mysql = "8.0" }
  engine   = each.key
  version  = each.value
  latest   = true
}

data "aws_rds_engine_version" "default" {
  engine       = "postgres"
  default_only = true
}

data "aws_rds_certificate" "this" {
  latest_valid_till = true
}

data "aws_rds_orderable_db_instance" "this" {
  engine                     = "postgres"
  engine_version             = data.aws_rds_engine_version.this["postgres"].version_actual
  preferred_instance_classes = ["db.t4g.micro", "db.t3.micro"]
}

resource "aws_sns_topic" "this" {
  name = "probe-rds"
}

resource "aws_db_event_subscription" "this" {
  name             = "probe"
  sns_topic        = aws_sns_topic.this.arn
  source_type      = "db-instance"
  event_categories = ["failure", "maintenance"]
  tags             = { team = "probe" }
}

resource "aws_db_option_group" "this" {
  name                 = "probe"
  engine_name          = "mysql"
  major_engine_version = "8.0"
  option {
    option_name = "MARIADB_AUDIT_PLUGIN"
    option_settings {
      name  = "SERVER_AUDIT_EVENTS"
      value = "CONNECT"
    }
  }
}

resource "aws_rds_global_cluster" "this" {
  global_cluster_identifier = "probe"
  engine                    = "aurora-postgresql"
  engine_version            = data.aws_rds_engine_version.this["aurora-postgresql"].version_actual
  storage_encrypted         = true
}

resource "aws_kms_key" "this" {
  deletion_window_in_days = 7
}

resource "aws_iam_role" "this" {
  name = "probe-rds"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "rds.amazonaws.com" } }]
  })
}

resource "aws_rds_cluster" "this" {
  cluster_identifier          = "probe"
  engine                      = "aurora-postgresql"
  master_username             = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
}

resource "aws_rds_cluster_instance" "this" {
  identifier         = "probe"
  cluster_identifier = aws_rds_cluster.this.id
  engine             = aws_rds_cluster.this.engine
  instance_class     = "db.r6g.large"
}

resource "aws_rds_cluster_endpoint" "this" {
  cluster_identifier          = aws_rds_cluster.this.id
  cluster_endpoint_identifier = "probe-reader"
  custom_endpoint_type        = "READER"
  depends_on                  = [aws_rds_cluster_instance.this]
}

resource "aws_rds_cluster_role_association" "this" {
  db_cluster_identifier = aws_rds_cluster.this.id
  feature_name          = "s3Import"
  role_arn              = aws_iam_role.this.arn
}

resource "aws_rds_cluster_activity_stream" "this" {
  resource_arn = aws_rds_cluster.this.arn
  mode         = "async"
  kms_key_id   = aws_kms_key.this.key_id
  depends_on   = [aws_rds_cluster_instance.this]
}

resource "aws_iam_role" "proxy" {
  name = "probe-proxy"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "rds.amazonaws.com" } }]
  })
}

resource "aws_secretsmanager_secret" "proxy" {
  name                    = "probe-proxy"
  recovery_window_in_days = 0
}

data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

resource "aws_db_proxy" "this" {
  name           = "probe"
  engine_family  = "POSTGRESQL"
  role_arn       = aws_iam_role.proxy.arn
  vpc_subnet_ids = data.aws_subnets.default.ids

  auth {
    auth_scheme = "SECRETS"
    secret_arn  = aws_secretsmanager_secret.proxy.arn
  }
}

resource "aws_db_proxy_endpoint" "this" {
  db_proxy_endpoint_name = "probe-reader"
  db_proxy_name          = aws_db_proxy.this.name
  target_role            = "READ_ONLY"
  vpc_subnet_ids         = data.aws_subnets.default.ids
}
