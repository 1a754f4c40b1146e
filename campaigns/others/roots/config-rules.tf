data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "this" {
  name               = "config"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}
resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole"
}
resource "aws_config_configuration_recorder" "this" {
  name     = "default"
  role_arn = aws_iam_role.this.arn
  recording_group {
    all_supported                 = true
    include_global_resource_types = true
  }
  recording_mode {
    recording_frequency = "CONTINUOUS"
  }
}
resource "aws_s3_bucket" "this" {
  bucket_prefix = "config-"
  force_destroy = true
}
resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "config.amazonaws.com" }
      Action    = ["s3:GetBucketAcl", "s3:ListBucket", "s3:PutObject"]
      Resource  = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
    }]
  })
}
resource "aws_config_delivery_channel" "this" {
  name           = "default"
  s3_bucket_name = aws_s3_bucket.this.bucket
  snapshot_delivery_properties {
    delivery_frequency = "Six_Hours"
  }
  depends_on = [aws_config_configuration_recorder.this, aws_s3_bucket_policy.this]
}
resource "aws_config_configuration_recorder_status" "this" {
  name       = aws_config_configuration_recorder.this.name
  is_enabled = true
  depends_on = [aws_config_delivery_channel.this]
}
resource "aws_config_config_rule" "this" {
  for_each = toset(["S3_BUCKET_VERSIONING_ENABLED", "IAM_PASSWORD_POLICY", "ENCRYPTED_VOLUMES"])
  name     = lower(replace(each.key, "_", "-"))
  source {
    owner             = "AWS"
    source_identifier = each.key
  }
  depends_on = [aws_config_configuration_recorder.this]
}
resource "aws_config_conformance_pack" "this" {
  name = "pack"
  template_body = join(" ", [
    "Resources:\n  IAMPasswordPolicy:\n    Type: AWS::Config::ConfigRule\n    Properties:\n",
    "     ConfigRuleName: IAMPasswordPolicy\n      Source:\n        Owner: AWS\n        SourceIdentifier:",
    "IAM_PASSWORD_POLICY\n",
  ])
  depends_on = [aws_config_configuration_recorder.this]
}
