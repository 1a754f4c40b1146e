# Users without passwords: a principal with the grant logs in with a token that IAM signs. Their ids and names are
# the same, as IAM authentication requires.
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
resource "aws_elasticache_user" "this" {
  for_each = var.users

  access_string = "on ${each.value.access}"
  engine        = var.engine
  user_id       = "${var.name}-${each.key}"
  user_name     = "${var.name}-${each.key}"

  authentication_mode {
    type = "iam"
  }

  tags = var.tags
}

# Redis wants a user called "default" in every group: one that is off, and may do nothing.
resource "aws_elasticache_user" "default" {
  count = var.engine == "redis" ? 1 : 0

  access_string        = "off -@all"
  engine               = var.engine
  no_password_required = true
  user_id              = "${var.name}-default"
  user_name            = "default"

  tags = var.tags
}

resource "aws_elasticache_user_group" "this" {
  engine        = var.engine
  user_group_id = var.name
  user_ids = concat(
    [for user in aws_elasticache_user.this : user.user_id],
    aws_elasticache_user.default[*].user_id,
    var.user_ids
  )

  tags = var.tags
}
