# The broker's user has no write-only argument, so an ephemeral password cannot reach it; and the data source that
# makes passwords has the password as its id, which Terraform prints. Each apply makes another value: the one of the
# apply that makes the broker goes into both, the others nowhere. uuid() reads the system's source of randomness.
locals {
  password = sensitive(substr(replace("${uuid()}${uuid()}", "-", ""), 0, 40))
}

resource "aws_secretsmanager_secret" "this" {
  #checkov:skip=CKV_AWS_149: without a key of the caller's, Secrets Manager encrypts with the account's AWS managed key
  #checkov:skip=CKV2_AWS_57: Secrets Manager has no rotation for Amazon MQ; the caller's own can be attached to the ARN
  name_prefix             = "${var.name}-broker-"
  description             = "User of the broker ${var.name}."
  kms_key_id              = try(var.kms_key.arn, null)
  recovery_window_in_days = var.secret_recovery_days

  tags = var.tags

  # The name of a deleted secret is taken until it cannot be had back, so the next broker's has another. Those made with
  # a name of their own keep it.
  lifecycle {
    ignore_changes = [name, name_prefix]
  }
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id                = aws_secretsmanager_secret.this.id
  secret_string_wo         = jsonencode({ username = var.username, password = local.password })
  secret_string_wo_version = 1

  # Another broker has another password.
  lifecycle {
    replace_triggered_by = [aws_mq_broker.this.id]
  }
}
