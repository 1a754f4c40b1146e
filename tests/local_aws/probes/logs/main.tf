resource "aws_cloudwatch_log_group" "this" {
  name = "/probe"
}

resource "aws_cloudwatch_query_definition" "this" {
  name            = "probe/errors"
  log_group_names = [aws_cloudwatch_log_group.this.name]
  query_string    = "filter level = 'ERROR' | sort @timestamp desc | limit 20"
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  name           = "probe-errors"
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = "{ $.level = \"ERROR\" }"

  metric_transformation {
    name       = "Errors"
    namespace  = "Probe"
    value      = "1"
    unit       = "Count"
    dimensions = { service = "$.service" }
  }
}

resource "aws_iam_role" "this" {
  name = "probe-logs"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "logs.amazonaws.com" } }]
  })
}

resource "aws_kinesis_stream" "this" {
  name = "probe-logs"

  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

resource "aws_iam_role_policy" "this" {
  name = "stream"
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["kinesis:PutRecord", "kinesis:PutRecords"]
      Resource = aws_kinesis_stream.this.arn
    }]
  })
}

resource "aws_cloudwatch_log_subscription_filter" "this" {
  depends_on = [aws_iam_role_policy.this]

  name            = "probe-errors"
  log_group_name  = aws_cloudwatch_log_group.this.name
  filter_pattern  = "ERROR"
  destination_arn = aws_kinesis_stream.this.arn
  role_arn        = aws_iam_role.this.arn
  distribution    = "Random"
}

# Where other accounts send their logs.
resource "aws_cloudwatch_log_destination" "this" {
  depends_on = [aws_iam_role_policy.this]

  name       = "probe"
  role_arn   = aws_iam_role.this.arn
  target_arn = aws_kinesis_stream.this.arn
  tags       = { team = "probe" }
}

resource "aws_cloudwatch_log_destination_policy" "this" {
  destination_name = aws_cloudwatch_log_destination.this.name
  access_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "logs:PutSubscriptionFilter"
      Principal = { AWS = "111111111111" }
      Resource  = aws_cloudwatch_log_destination.this.arn
    }]
  })
}

locals {
  masked = jsonencode({
    Name    = "probe"
    Version = "2021-06-01"
    Statement = [
      {
        Sid            = "audit"
        DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
        Operation      = { Audit = { FindingsDestination = {} } }
      },
      {
        Sid            = "mask"
        DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
        Operation      = { Deidentify = { MaskConfig = {} } }
      },
    ]
  })
}

resource "aws_cloudwatch_log_group" "policies" {
  name = "/probe/policies"
}

resource "aws_cloudwatch_log_data_protection_policy" "this" {
  log_group_name  = aws_cloudwatch_log_group.policies.name
  policy_document = local.masked
}

resource "aws_cloudwatch_log_account_policy" "this" {
  policy_name     = "probe"
  policy_type     = "DATA_PROTECTION_POLICY"
  policy_document = local.masked
}

resource "aws_cloudwatch_log_index_policy" "this" {
  log_group_name  = aws_cloudwatch_log_group.policies.name
  policy_document = jsonencode({ Fields = ["requestId"] })
}

resource "aws_cloudwatch_log_anomaly_detector" "this" {
  detector_name        = "probe"
  log_group_arn_list   = [aws_cloudwatch_log_group.policies.arn]
  evaluation_frequency = "TEN_MIN"
  enabled              = true
}
