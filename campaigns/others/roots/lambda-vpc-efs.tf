data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
data "aws_security_group" "default" {
  vpc_id = data.aws_vpc.default.id
  name   = "default"
}
resource "aws_efs_file_system" "this" {
  encrypted        = true
  performance_mode = "generalPurpose"
  throughput_mode  = "elastic"
  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }
  lifecycle_policy {
    transition_to_primary_storage_class = "AFTER_1_ACCESS"
  }
}
resource "aws_efs_mount_target" "this" {
  for_each        = toset(data.aws_subnets.this.ids)
  file_system_id  = aws_efs_file_system.this.id
  subnet_id       = each.key
  security_groups = [data.aws_security_group.default.id]
}
resource "aws_efs_access_point" "this" {
  file_system_id = aws_efs_file_system.this.id
  posix_user {
    gid = 1000
    uid = 1000
  }
  root_directory {
    path = "/lambda"
    creation_info {
      owner_gid   = 1000
      owner_uid   = 1000
      permissions = "777"
    }
  }
}
resource "aws_efs_backup_policy" "this" {
  file_system_id = aws_efs_file_system.this.id
  backup_policy {
    status = "ENABLED"
  }
}
resource "aws_efs_file_system_policy" "this" {
  file_system_id = aws_efs_file_system.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["elasticfilesystem:ClientMount"]
      Principal = { AWS = "*" }
      Resource  = aws_efs_file_system.this.arn
      Condition = { Bool = { "aws:SecureTransport" = "true" } }
    }]
  })
}
resource "aws_efs_replication_configuration" "this" {
  source_file_system_id = aws_efs_file_system.this.id
  destination {
    region = "eu-central-1"
  }
}
resource "aws_iam_role" "this" {
  name = "lambda-efs"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
}
resource "aws_s3_bucket" "this" {
  bucket = "lambda-efs-builds"
}
resource "aws_s3_object" "this" {
  bucket         = aws_s3_bucket.this.id
  key            = "f.zip"
  content_base64 = "UEsDBBQAAAAAAAAAIVxBi0CpJwAAACcAAAAEAAAAZi5weWRlZiBoYW5kbGVyKGV2ZW50LCBjb250ZXh0KTogcmV0dXJuIHt9ClBLAQIUAxQAAAAAAAAAIVxBi0CpJwAAACcAAAAEAAAAAAAAAAAAAACAAQAAAABmLnB5UEsFBgAAAAABAAEAMgAAAEkAAAAAAA=="
}
resource "aws_lambda_function" "this" {
  function_name = "efs"
  role          = aws_iam_role.this.arn
  runtime       = "python3.13"
  handler       = "f.handler"
  s3_bucket     = aws_s3_object.this.bucket
  s3_key        = aws_s3_object.this.key
  vpc_config {
    subnet_ids         = data.aws_subnets.this.ids
    security_group_ids = [data.aws_security_group.default.id]
  }
  file_system_config {
    arn              = aws_efs_access_point.this.arn
    local_mount_path = "/mnt/shared"
  }
  depends_on = [aws_efs_mount_target.this, aws_iam_role_policy_attachment.this]
}
data "aws_efs_file_system" "this" {
  file_system_id = aws_efs_file_system.this.id
}
data "aws_efs_access_points" "this" {
  file_system_id = aws_efs_file_system.this.id
}
