data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_db_subnet_group" "this" {
  name_prefix = "complete-"
  subnet_ids  = data.aws_subnets.this.ids
}
resource "aws_db_parameter_group" "this" {
  name_prefix = "complete-"
  family      = "postgres17"
  parameter {
    name  = "autovacuum"
    value = "1"
  }
  parameter {
    name         = "client_encoding"
    value        = "utf8"
    apply_method = "pending-reboot"
  }
  lifecycle {
    create_before_destroy = true
  }
}
resource "aws_db_option_group" "this" {
  name_prefix          = "complete-"
  engine_name          = "postgres"
  major_engine_version = "17"
}
resource "aws_iam_role" "monitoring" {
  name_prefix = "rds-monitoring-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(["postgresql", "upgrade"])
  name     = "/aws/rds/instance/complete/${each.key}"
}
resource "aws_db_instance" "this" {
  identifier                            = "complete"
  engine                                = "postgres"
  engine_version                        = "17"
  instance_class                        = "db.t4g.large"
  allocated_storage                     = 20
  max_allocated_storage                 = 100
  storage_type                          = "gp3"
  storage_encrypted                     = true
  db_name                               = "complete"
  username                              = "complete"
  port                                  = 5432
  manage_master_user_password           = true
  multi_az                              = true
  db_subnet_group_name                  = aws_db_subnet_group.this.name
  parameter_group_name                  = aws_db_parameter_group.this.name
  option_group_name                     = aws_db_option_group.this.name
  iam_database_authentication_enabled   = true
  maintenance_window                    = "mon:00:00-mon:03:00"
  backup_window                         = "03:00-06:00"
  backup_retention_period               = 1
  enabled_cloudwatch_logs_exports       = ["postgresql", "upgrade"]
  performance_insights_enabled          = true
  performance_insights_retention_period = 7
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.monitoring.arn
  skip_final_snapshot                   = true
  deletion_protection                   = false
  copy_tags_to_snapshot                 = true
  ca_cert_identifier                    = "rds-ca-rsa2048-g1"
  apply_immediately                     = true
  depends_on                            = [aws_cloudwatch_log_group.this, aws_iam_role_policy_attachment.monitoring]
}
resource "aws_db_instance" "replica" {
  identifier          = "complete-replica"
  replicate_source_db = aws_db_instance.this.identifier
  storage_encrypted   = true
  instance_class      = "db.t4g.large"
  skip_final_snapshot = true
}
resource "aws_db_snapshot" "this" {
  db_instance_identifier = aws_db_instance.this.identifier
  db_snapshot_identifier = "complete"
}
resource "aws_db_snapshot_copy" "this" {
  source_db_snapshot_identifier = aws_db_snapshot.this.db_snapshot_arn
  target_db_snapshot_identifier = "complete-copy"
}
resource "aws_db_instance_role_association" "this" {
  db_instance_identifier = aws_db_instance.this.identifier
  feature_name           = "s3Import"
  role_arn               = aws_iam_role.import.arn
}
resource "aws_iam_role" "import" {
  name = "rds-import"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "rds.amazonaws.com" } }]
  })
}
data "aws_db_instance" "this" {
  db_instance_identifier = aws_db_instance.this.identifier
}
data "aws_db_snapshot" "this" {
  db_instance_identifier = aws_db_instance.this.identifier
  most_recent            = true
  depends_on             = [aws_db_snapshot.this]
}
data "aws_db_instances" "all" {
  depends_on = [aws_db_instance.this]
}
data "aws_db_subnet_group" "this" {
  name = aws_db_subnet_group.this.name
}
data "aws_db_parameter_group" "this" {
  name = aws_db_parameter_group.this.name
}
