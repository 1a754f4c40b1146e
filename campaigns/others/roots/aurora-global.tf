resource "aws_rds_global_cluster" "this" {
  global_cluster_identifier = "global"
  engine                    = "aurora-postgresql"
  engine_version            = "16.11"
  database_name             = "app"
  storage_encrypted         = true
}
resource "aws_rds_cluster" "primary" {
  cluster_identifier        = "primary"
  global_cluster_identifier = aws_rds_global_cluster.this.id
  engine                    = aws_rds_global_cluster.this.engine
  engine_version            = aws_rds_global_cluster.this.engine_version
  database_name             = "app"
  master_username           = "root"
  master_password           = "must_be_eight_characters"
  skip_final_snapshot       = true
  storage_encrypted         = true
}
resource "aws_rds_cluster_instance" "primary" {
  identifier         = "primary-0"
  cluster_identifier = aws_rds_cluster.primary.id
  instance_class     = "db.r6g.large"
  engine             = aws_rds_cluster.primary.engine
  engine_version     = aws_rds_cluster.primary.engine_version
}
