resource "aws_db_instance" "minimal" {
  identifier          = "minimal"
  engine              = "mysql"
  engine_version      = "8.0"
  instance_class      = "db.t3.micro"
  allocated_storage   = 10
  db_name             = "mydb"
  username            = "foo"
  password            = "foobarbaz"
  skip_final_snapshot = true
}
resource "aws_db_instance" "mariadb" {
  identifier          = "mariadb"
  engine              = "mariadb"
  instance_class      = "db.t3.micro"
  allocated_storage   = 10
  username            = "foo"
  password_wo         = "foobarbaz"
  password_wo_version = 1
  skip_final_snapshot = true
}
resource "aws_db_parameter_group" "this" {
  name   = "mysql"
  family = "mysql8.0"
  parameter {
    name  = "character_set_server"
    value = "utf8mb4"
  }
}
resource "aws_db_option_group" "this" {
  name                 = "mysql"
  engine_name          = "mysql"
  major_engine_version = "8.0"
  option {
    option_name = "MARIADB_AUDIT_PLUGIN"
    option_settings {
      name  = "SERVER_AUDIT_EVENTS"
      value = "CONNECT"
    }
    option_settings {
      name  = "SERVER_AUDIT_FILE_ROTATIONS"
      value = "37"
    }
  }
}
