data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  arn = var.existing == null ? one(aws_secretsmanager_secret.this[*].arn) : var.existing.arn

  value_version = max(var.value_version, var.generated == null ? 0 : 1)

  # What Terraform calls ephemeral never reaches a plan or a state.
  value = var.generated == null ? var.value : jsonencode(merge(var.generated.fields, {
    (var.generated.key) = one(ephemeral.aws_secretsmanager_random_password.this[*].random_password)
  }))
}

resource "aws_secretsmanager_secret" "this" {
  #checkov:skip=CKV_AWS_149: without a key of the caller's, Secrets Manager encrypts with the account's AWS managed key
  #checkov:skip=CKV2_AWS_57: what cannot be rotated by a function has no rotation
  count = var.existing == null ? 1 : 0

  name                    = var.name
  description             = var.description
  kms_key_id              = try(var.kms_key.arn, null)
  recovery_window_in_days = var.secret_recovery_days

  dynamic "replica" {
    for_each = var.replicas

    content {
      kms_key_id = try(replica.value.kms_key.arn, null)
      region     = replica.key
    }
  }

  tags = var.tags
}

ephemeral "aws_secretsmanager_random_password" "this" {
  count = var.generated == null ? 0 : 1

  exclude_characters = var.generated.exclude_characters
  password_length    = var.generated.length
}

# After the first value the secret belongs to who rotates it: nothing writes it again until `value_version` is raised.
resource "aws_secretsmanager_secret_version" "this" {
  count = local.value_version == 0 ? 0 : 1

  secret_id                = aws_secretsmanager_secret.this[0].id
  secret_string_wo         = local.value
  secret_string_wo_version = local.value_version
}
