resource "aws_elasticache_user" "this" {
  user_id              = "probe"
  user_name            = "default"
  access_string        = "on ~* +@all"
  engine               = "valkey"
  no_password_required = true
}

resource "aws_elasticache_user_group" "this" {
  user_group_id = "probe"
  engine        = "valkey"
  user_ids      = [aws_elasticache_user.this.user_id]
}

resource "aws_elasticache_serverless_cache" "this" {
  name                 = "probe"
  engine               = "valkey"
  major_engine_version = "8"
  user_group_id        = aws_elasticache_user_group.this.user_group_id
}
