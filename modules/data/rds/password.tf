# RDS keeps the password in a secret of its own and rotates it, but then makes no replicas, no blue/green deployments
# and no
# global database.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
locals {
  # A secondary has its primary's.
  keeps_password = !var.managed_password && !local.is_secondary

  secret_arn = var.managed_password ? local.managed_secret_arn : one(aws_secretsmanager_secret.password[*].arn)
  password = (
    local.keeps_password ?
    jsondecode(ephemeral.aws_secretsmanager_secret_version.password[0].secret_string).password :
    null
  )
}

ephemeral "aws_secretsmanager_random_password" "this" {
  count = local.keeps_password ? 1 : 0

  # RDS takes no "/", "@", quotes or spaces, and the rest of a URL's marks only make trouble.
  exclude_punctuation = true
  password_length     = 40
}

resource "aws_secretsmanager_secret" "password" {
  #checkov:skip=CKV2_AWS_57: RDS rotates it, or password_version changes it
  count = local.keeps_password ? 1 : 0

  name_prefix             = "${var.name}-database-"
  description             = "Master user of the database ${var.name}."
  kms_key_id              = local.key_arn
  recovery_window_in_days = var.final_snapshot ? 30 : 0

  tags = var.tags
}

resource "aws_secretsmanager_secret_version" "password" {
  count = local.keeps_password ? 1 : 0

  secret_id = aws_secretsmanager_secret.password[0].id
  secret_string_wo = jsonencode({
    username = var.username
    password = ephemeral.aws_secretsmanager_random_password.this[0].random_password
  })
  secret_string_wo_version = var.password_version
}

# The database gets what the secret holds, also when an apply ended between the two.
ephemeral "aws_secretsmanager_secret_version" "password" {
  count = local.keeps_password ? 1 : 0

  secret_id = aws_secretsmanager_secret_version.password[0].secret_id
}

resource "aws_secretsmanager_secret_rotation" "managed" {
  #checkov:skip=CKV_AWS_304: RDS rotates it every 7 days unless the caller says otherwise
  count = var.managed_password && var.password_rotation_days != null ? 1 : 0

  rotate_immediately = false
  secret_id          = local.secret_arn

  rotation_rules {
    automatically_after_days = var.password_rotation_days
  }
}
