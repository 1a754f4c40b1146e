resource "aws_memorydb_user" "this" {
  user_name     = "probe"
  access_string = "on ~* &* +@all"
  authentication_mode {
    type      = "password"
    passwords = ["abcdefghijklmnopqrstuvwxyz"]
  }
}

resource "aws_memorydb_acl" "this" {
  name       = "probe"
  user_names = [aws_memorydb_user.this.user_name]
}

resource "aws_memorydb_parameter_group" "this" {
  name   = "probe"
  family = "memorydb_redis7"
  parameter {
    name  = "activedefrag"
    value = "yes"
  }
}
