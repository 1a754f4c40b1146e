resource "aws_s3_bucket" "this" {
  bucket = "probe-config"
}

resource "aws_iam_role" "this" {
  name = "probe-config"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "config.amazonaws.com" } }]
  })
}

resource "aws_config_configuration_recorder" "this" {
  name     = "probe"
  role_arn = aws_iam_role.this.arn

  recording_group {
    all_supported                 = true
    include_global_resource_types = true
  }

  recording_mode {
    recording_frequency = "DAILY"
  }
}

resource "aws_config_delivery_channel" "this" {
  name           = "probe"
  s3_bucket_name = aws_s3_bucket.this.id

  snapshot_delivery_properties {
    delivery_frequency = "TwentyFour_Hours"
  }

  depends_on = [aws_config_configuration_recorder.this]
}

resource "aws_config_configuration_recorder_status" "this" {
  name       = aws_config_configuration_recorder.this.name
  is_enabled = true

  depends_on = [aws_config_delivery_channel.this]
}

resource "aws_config_retention_configuration" "this" {
  retention_period_in_days = 365
}

resource "aws_config_config_rule" "tags" {
  name             = "probe-required-tags"
  input_parameters = jsonencode({ tag1Key = "service" })
  tags             = { team = "probe" }

  source {
    owner             = "AWS"
    source_identifier = "REQUIRED_TAGS"
  }

  scope {
    compliance_resource_types = ["AWS::SQS::Queue"]
  }

  depends_on = [aws_config_configuration_recorder.this]
}

resource "aws_config_remediation_configuration" "this" {
  config_rule_name           = aws_config_config_rule.tags.name
  target_type                = "SSM_DOCUMENT"
  target_id                  = "AWS-PublishSNSNotification"
  automatic                  = false
  maximum_automatic_attempts = 3
  retry_attempt_seconds      = 60

  parameter {
    name         = "Message"
    static_value = "A queue has no service."
  }
}

resource "aws_config_conformance_pack" "this" {
  name = "probe"

  template_body = <<-EOT
    Resources:
      Encrypted:
        Type: AWS::Config::ConfigRule
        Properties:
          ConfigRuleName: probe-encrypted-volumes
          Source:
            Owner: AWS
            SourceIdentifier: ENCRYPTED_VOLUMES
  EOT

  depends_on = [aws_config_configuration_recorder.this]
}

resource "aws_config_configuration_aggregator" "this" {
  name = "probe"
  tags = { team = "probe" }

  account_aggregation_source {
    account_ids = ["000000000000"]
    all_regions = true
  }
}
