resource "aws_guardduty_detector" "this" {
  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
}
resource "aws_guardduty_detector_feature" "this" {
  detector_id = aws_guardduty_detector.this.id
  name        = "S3_DATA_EVENTS"
  status      = "ENABLED"
}
resource "aws_securityhub_account" "this" {}
resource "aws_securityhub_standards_subscription" "this" {
  standards_arn = "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0"
  depends_on    = [aws_securityhub_account.this]
}
resource "aws_accessanalyzer_analyzer" "this" {
  analyzer_name = "main"
}
resource "aws_inspector2_enabler" "this" {
  account_ids    = ["000000000000"]
  resource_types = ["EC2", "ECR"]
}
resource "aws_macie2_account" "this" {
  finding_publishing_frequency = "FIFTEEN_MINUTES"
  status                       = "ENABLED"
}
resource "aws_detective_graph" "this" {}
resource "aws_ebs_encryption_by_default" "this" {}
resource "aws_ebs_default_kms_key" "this" {
  key_arn = aws_kms_key.this.arn
}
resource "aws_kms_key" "this" {
  deletion_window_in_days = 7
}
resource "aws_ebs_snapshot_block_public_access" "this" {
  state = "block-new-sharing"
}
resource "aws_ec2_image_block_public_access" "this" {
  state = "block-new-sharing"
}
