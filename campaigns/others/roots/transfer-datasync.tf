resource "aws_iam_role" "this" {
  name = "transfer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "transfer.amazonaws.com" } }]
  })
}
resource "aws_s3_bucket" "this" {
  bucket = "transfer-files"
}
resource "aws_transfer_server" "this" {
  identity_provider_type = "SERVICE_MANAGED"
  protocols              = ["SFTP"]
}
resource "aws_transfer_user" "this" {
  server_id      = aws_transfer_server.this.id
  user_name      = "mia"
  role           = aws_iam_role.this.arn
  home_directory = "/${aws_s3_bucket.this.bucket}"
}
