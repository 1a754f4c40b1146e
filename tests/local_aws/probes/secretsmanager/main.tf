data "aws_caller_identity" "current" {}

resource "aws_secretsmanager_secret" "this" {
  name                    = "probe"
  recovery_window_in_days = 0
  tags                    = { team = "probe" }

  replica {
    region = "eu-central-1"
  }
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id                = aws_secretsmanager_secret.this.id
  secret_string_wo         = "probe"
  secret_string_wo_version = 1
}

resource "aws_secretsmanager_secret_policy" "this" {
  secret_arn = aws_secretsmanager_secret.this.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
    }]
  })
}
