provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
resource "aws_route53_zone" "this" {
  name = "signed.example.com"
}
resource "aws_cloudwatch_log_group" "this" {
  provider = aws.us
  name     = "/aws/route53/signed.example.com"
}
resource "aws_cloudwatch_log_resource_policy" "this" {
  provider    = aws.us
  policy_name = "route53"
  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Principal = { Service = "route53.amazonaws.com" }
      Resource  = "arn:aws:logs:*:*:log-group:/aws/route53/*"
    }]
  })
}
resource "aws_route53_query_log" "this" {
  cloudwatch_log_group_arn = aws_cloudwatch_log_group.this.arn
  zone_id                  = aws_route53_zone.this.zone_id
  depends_on               = [aws_cloudwatch_log_resource_policy.this]
}
resource "aws_kms_key" "this" {
  provider                 = aws.us
  customer_master_key_spec = "ECC_NIST_P256"
  key_usage                = "SIGN_VERIFY"
  deletion_window_in_days  = 7
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign", "kms:Verify"]
        Principal = { Service = "dnssec-route53.amazonaws.com" }
        Resource  = "*"
      },
      { Effect = "Allow", Action = "kms:*", Principal = { AWS = "*" }, Resource = "*" },
    ]
  })
}
resource "aws_route53_key_signing_key" "this" {
  hosted_zone_id             = aws_route53_zone.this.id
  key_management_service_arn = aws_kms_key.this.arn
  name                       = "key"
}
resource "aws_route53_hosted_zone_dnssec" "this" {
  hosted_zone_id = aws_route53_key_signing_key.this.hosted_zone_id
}
