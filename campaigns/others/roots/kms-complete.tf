provider "aws" {
  alias  = "replica"
  region = "eu-central-1"
}
data "aws_caller_identity" "this" {}
resource "aws_kms_key" "this" {
  description             = "complete"
  deletion_window_in_days = 7
  enable_key_rotation     = true
  rotation_period_in_days = 180
  multi_region            = true
  is_enabled              = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Default"
      Effect    = "Allow"
      Action    = "kms:*"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.this.account_id}:root" }
      Resource  = "*"
    }]
  })
}
resource "aws_kms_alias" "this" {
  name_prefix   = "alias/complete-"
  target_key_id = aws_kms_key.this.key_id
}
resource "aws_iam_role" "this" {
  name = "grantee"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_kms_grant" "this" {
  name              = "grant"
  key_id            = aws_kms_key.this.key_id
  grantee_principal = aws_iam_role.this.arn
  operations        = ["Encrypt", "Decrypt", "GenerateDataKey"]
  constraints {
    encryption_context_equals = { Department = "Finance" }
  }
}
resource "aws_kms_ciphertext" "this" {
  key_id    = aws_kms_key.this.key_id
  plaintext = "secret"
}
resource "aws_kms_external_key" "this" {
  description             = "external"
  deletion_window_in_days = 7
}
resource "aws_kms_key" "sign" {
  customer_master_key_spec = "RSA_2048"
  key_usage                = "SIGN_VERIFY"
  deletion_window_in_days  = 7
}
resource "aws_kms_replica_key" "this" {
  provider                = aws.replica
  primary_key_arn         = aws_kms_key.this.arn
  deletion_window_in_days = 7
}
data "aws_kms_key" "this" {
  key_id = aws_kms_key.this.key_id
}
data "aws_kms_alias" "this" {
  name = aws_kms_alias.this.name
}
data "aws_kms_alias" "aws" {
  for_each = toset(["s3", "rds", "ebs", "sns", "sqs", "secretsmanager"])
  name     = "alias/aws/${each.key}"
}
data "aws_kms_public_key" "this" {
  key_id = aws_kms_key.sign.key_id
}
data "aws_kms_secrets" "this" {
  secret {
    name    = "s"
    payload = aws_kms_ciphertext.this.ciphertext_blob
  }
}
