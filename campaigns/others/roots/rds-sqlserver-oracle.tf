data "aws_rds_engine_version" "sqlserver" {
  engine = "sqlserver-ex"
  latest = true
}
data "aws_rds_engine_version" "oracle" {
  engine       = "oracle-se2"
  default_only = true
}
resource "aws_db_instance" "sqlserver" {
  identifier          = "sqlserver"
  engine              = "sqlserver-ex"
  engine_version      = data.aws_rds_engine_version.sqlserver.version
  license_model       = "license-included"
  instance_class      = "db.t3.small"
  allocated_storage   = 20
  username            = "foo"
  password            = "foobarbaz"
  timezone            = "GMT Standard Time"
  skip_final_snapshot = true
}
resource "aws_db_instance" "oracle" {
  identifier          = "oracle"
  engine              = "oracle-se2"
  license_model       = "bring-your-own-license"
  instance_class      = "db.t3.small"
  allocated_storage   = 20
  username            = "foo"
  password            = "foobarbaz"
  character_set_name  = "AL32UTF8"
  skip_final_snapshot = true
}
