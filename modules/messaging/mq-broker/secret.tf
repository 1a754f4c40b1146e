# Each read gives another password. The one of the apply that makes the broker goes into both, the others nowhere.
data "aws_secretsmanager_random_password" "this" {
  # What Amazon MQ takes in a password: no commas, colons or equals signs.
  exclude_punctuation = true
  password_length     = 40

  # Read only as the secret is made, so that no saved plan holds the password.
  depends_on = [aws_secretsmanager_secret.this]
}

resource "aws_secretsmanager_secret" "this" {
  #checkov:skip=CKV_AWS_149: without a key of the caller's, Secrets Manager encrypts with the account's AWS managed key
  #checkov:skip=CKV2_AWS_57: Secrets Manager has no rotation for Amazon MQ; the caller's own can be attached to the ARN
  name                    = "${var.name}-broker"
  description             = "User of the broker ${var.name}."
  kms_key_id              = try(var.kms_key.arn, null)
  recovery_window_in_days = var.secret_recovery_days

  tags = var.tags
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id                = aws_secretsmanager_secret.this.id
  secret_string_wo         = jsonencode({ username = var.username, password = data.aws_secretsmanager_random_password.this.random_password })
  secret_string_wo_version = 1

  # Another broker has another password.
  lifecycle {
    replace_triggered_by = [aws_mq_broker.this.id]
  }
}
