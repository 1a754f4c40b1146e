resource "aws_xray_group" "this" {
  group_name        = "probe"
  filter_expression = "service(\"probe\") AND (fault = true OR responsetime > 2)"
  tags              = { team = "probe" }

  insights_configuration {
    insights_enabled      = true
    notifications_enabled = true
  }
}

resource "aws_xray_sampling_rule" "this" {
  rule_name      = "probe"
  priority       = 100
  version        = 1
  reservoir_size = 1
  fixed_rate     = 0.05
  url_path       = "/orders/*"
  host           = "*"
  http_method    = "POST"
  service_name   = "probe"
  service_type   = "*"
  resource_arn   = "*"
  attributes     = { tier = "gold" }
  tags           = { team = "probe" }
}

data "aws_caller_identity" "current" {}

resource "aws_kms_key" "this" {
  description             = "probe of X-Ray"
  deletion_window_in_days = 7
}

resource "aws_xray_encryption_config" "this" {
  type   = "KMS"
  key_id = aws_kms_key.this.arn
}

resource "aws_xray_resource_policy" "this" {
  policy_name = "probe"

  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = ["xray:PutTraceSegments"]
      Resource  = "*"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}
