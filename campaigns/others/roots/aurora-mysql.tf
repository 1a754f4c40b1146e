resource "aws_rds_cluster" "this" {
  cluster_identifier          = "mysql"
  engine                      = "aurora-mysql"
  engine_version              = "8.0"
  database_name               = "app"
  master_username             = "root"
  manage_master_user_password = true
  skip_final_snapshot         = true
  db_cluster_instance_class   = null
  backtrack_window            = 3600
}
resource "aws_rds_cluster_instance" "this" {
  identifier                   = "mysql-0"
  cluster_identifier           = aws_rds_cluster.this.id
  instance_class               = "db.r6g.large"
  engine                       = aws_rds_cluster.this.engine
  performance_insights_enabled = true
}
resource "aws_rds_cluster_endpoint" "this" {
  cluster_identifier          = aws_rds_cluster.this.id
  cluster_endpoint_identifier = "static"
  custom_endpoint_type        = "ANY"
  static_members              = [aws_rds_cluster_instance.this.id]
}
resource "aws_db_event_subscription" "this" {
  name             = "clusters"
  sns_topic        = aws_sns_topic.this.arn
  source_type      = "db-cluster"
  source_ids       = [aws_rds_cluster.this.id]
  event_categories = ["failover"]
}
resource "aws_sns_topic" "this" {
  name = "clusters"
}
