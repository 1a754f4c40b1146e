resource "aws_rds_cluster" "this" {
  cluster_identifier        = "multi-az"
  engine                    = "postgres"
  engine_version            = "16"
  db_cluster_instance_class = "db.r6gd.xlarge"
  storage_type              = "io1"
  allocated_storage         = 100
  iops                      = 1000
  master_username           = "test"
  master_password           = "mustbeeightcharacters"
  skip_final_snapshot       = true
}
