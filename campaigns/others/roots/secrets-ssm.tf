data "aws_secretsmanager_random_password" "this" {
  password_length     = 50
  exclude_numbers     = true
  exclude_punctuation = true
}
resource "aws_kms_key" "this" {
  deletion_window_in_days = 7
}
resource "aws_secretsmanager_secret" "this" {
  name_prefix             = "complete-"
  description             = "a secret"
  kms_key_id              = aws_kms_key.this.id
  recovery_window_in_days = 0
  replica {
    region = "eu-central-1"
  }
}
resource "aws_secretsmanager_secret_version" "this" {
  secret_id     = aws_secretsmanager_secret.this.id
  secret_string = jsonencode({ a = "b" })
}
resource "aws_secretsmanager_secret_policy" "this" {
  secret_arn          = aws_secretsmanager_secret.this.arn
  block_public_policy = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::000000000000:root" }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
    }]
  })
}
resource "aws_secretsmanager_secret" "write_only" {
  name                    = "write-only"
  recovery_window_in_days = 0
}
resource "aws_secretsmanager_secret_version" "write_only" {
  secret_id                = aws_secretsmanager_secret.write_only.id
  secret_string_wo         = "hidden"
  secret_string_wo_version = 1
}
resource "aws_ssm_parameter" "string" {
  name            = "/app/string"
  type            = "String"
  value           = "a"
  tier            = "Advanced"
  allowed_pattern = "[a-z]+"
  description     = "a"
}
resource "aws_ssm_parameter" "secure" {
  name   = "/app/secure"
  type   = "SecureString"
  key_id = aws_kms_key.this.arn
  value  = "secret"
}
resource "aws_ssm_parameter" "list" {
  name  = "/app/list"
  type  = "StringList"
  value = "a,b"
}
resource "aws_ssm_parameter" "ami" {
  name           = "/app/ami"
  type           = "String"
  data_type      = "text"
  insecure_value = "x"
}
resource "aws_ssm_document" "this" {
  name            = "session"
  document_type   = "Session"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "x"
    sessionType   = "Standard_Stream"
    inputs        = { s3BucketName = "" }
  })
}
resource "aws_ssm_document" "yaml" {
  name            = "yaml"
  document_type   = "Command"
  document_format = "YAML"
  content = join(" ", [
    "schemaVersion: '1.2'\ndescription: Check ip\nparameters: {}\nruntimeConfig:\n  'aws:runShellScript':\n",
    "   properties:\n      - id: '0.aws:runShellScript'\n        runCommand:\n          - ifconfig\n",
  ])
}
resource "aws_ssm_resource_data_sync" "this" {
  name = "sync"
  s3_destination {
    bucket_name = aws_s3_bucket.this.bucket
    region      = "eu-west-1"
  }
}
resource "aws_s3_bucket" "this" {
  bucket = "inventory-sync"
}
data "aws_ssm_parameter" "string" {
  name = aws_ssm_parameter.string.name
}
data "aws_ssm_parameters_by_path" "this" {
  path       = "/app"
  recursive  = true
  depends_on = [aws_ssm_parameter.list]
}
data "aws_secretsmanager_secret" "this" {
  arn = aws_secretsmanager_secret.this.arn
}
data "aws_secretsmanager_secret_version" "this" {
  secret_id  = aws_secretsmanager_secret.this.id
  depends_on = [aws_secretsmanager_secret_version.this]
}
data "aws_ssm_maintenance_windows" "none" {}
