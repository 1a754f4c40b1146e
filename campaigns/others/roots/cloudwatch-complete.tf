resource "aws_cloudwatch_log_group" "this" {
  name              = "/app/complete"
  retention_in_days = 120
  log_group_class   = "STANDARD"
  skip_destroy      = false
}
resource "aws_cloudwatch_log_stream" "this" {
  name           = "stream"
  log_group_name = aws_cloudwatch_log_group.this.name
}
resource "aws_cloudwatch_log_metric_filter" "this" {
  name           = "errors"
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = "ERROR"
  metric_transformation {
    name          = "ErrorCount"
    namespace     = "App"
    value         = "1"
    default_value = "0"
    unit          = "Count"
  }
}
resource "aws_sns_topic" "this" {
  name = "alarms"
}
resource "aws_cloudwatch_metric_alarm" "this" {
  alarm_name          = "errors"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  datapoints_to_alarm = 1
  threshold           = 10
  period              = 60
  unit                = "Count"
  namespace           = "App"
  metric_name         = "ErrorCount"
  statistic           = "Maximum"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.this.arn]
}
resource "aws_cloudwatch_metric_alarm" "query" {
  alarm_name          = "query"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 2
  threshold           = 10
  metric_query {
    id          = "e1"
    expression  = "m2/m1*100"
    label       = "Error rate"
    return_data = true
  }
  metric_query {
    id = "m1"
    metric {
      metric_name = "RequestCount"
      namespace   = "AWS/ApplicationELB"
      period      = 120
      stat        = "Sum"
      unit        = "Count"
      dimensions  = { LoadBalancer = "app/web" }
    }
  }
  metric_query {
    id = "m2"
    metric {
      metric_name = "HTTPCode_ELB_5XX_Count"
      namespace   = "AWS/ApplicationELB"
      period      = 120
      stat        = "Sum"
      dimensions  = { LoadBalancer = "app/web" }
    }
  }
}
resource "aws_cloudwatch_metric_alarm" "anomaly" {
  alarm_name          = "anomaly"
  comparison_operator = "GreaterThanUpperThreshold"
  evaluation_periods  = 2
  threshold_metric_id = "e1"
  metric_query {
    id          = "e1"
    return_data = true
    expression  = "ANOMALY_DETECTION_BAND(m1)"
    label       = "CPUUtilization (Expected)"
  }
  metric_query {
    id          = "m1"
    return_data = true
    metric {
      metric_name = "CPUUtilization"
      namespace   = "AWS/EC2"
      period      = 120
      stat        = "Average"
    }
  }
}
resource "aws_cloudwatch_composite_alarm" "this" {
  alarm_name = "composite"
  alarm_rule = join(" ", [
    "ALARM(${aws_cloudwatch_metric_alarm.this.alarm_name}) OR",
    "ALARM(${aws_cloudwatch_metric_alarm.query.alarm_name})",
  ])
  alarm_actions = [aws_sns_topic.this.arn]
  actions_suppressor {
    alarm            = aws_cloudwatch_metric_alarm.anomaly.alarm_name
    extension_period = 10
    wait_period      = 20
  }
}
resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = "main"
  dashboard_body = jsonencode({
    widgets = [{ type = "text", x = 0, y = 0, width = 3, height = 3, properties = { markdown = "Hello" } }]
  })
}
resource "aws_cloudwatch_query_definition" "this" {
  name            = "errors"
  log_group_names = [aws_cloudwatch_log_group.this.name]
  query_string    = "fields @timestamp | limit 20"
}
resource "aws_cloudwatch_log_data_protection_policy" "this" {
  log_group_name = aws_cloudwatch_log_group.this.name
  policy_document = jsonencode({
    Name    = "p"
    Version = "2021-06-01"
    Statement = [
      {
        Sid            = "Audit"
        DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
        Operation      = { Audit = { FindingsDestination = {} } }
      },
      {
        Sid            = "Redact"
        DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
        Operation      = { Deidentify = { MaskConfig = {} } }
      },
    ]
  })
}
resource "aws_cloudwatch_log_account_policy" "sub" {
  policy_name = "account"
  policy_type = "DATA_PROTECTION_POLICY"
  policy_document = jsonencode({
    Name    = "p"
    Version = "2021-06-01"
    Statement = [
      {
        Sid            = "Audit"
        DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
        Operation      = { Audit = { FindingsDestination = {} } }
      },
      {
        Sid            = "Redact"
        DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
        Operation      = { Deidentify = { MaskConfig = {} } }
      },
    ]
  })
}
resource "aws_cloudwatch_log_anomaly_detector" "this" {
  detector_name           = "d"
  log_group_arn_list      = [aws_cloudwatch_log_group.this.arn]
  anomaly_visibility_time = 7
  evaluation_frequency    = "TEN_MIN"
  enabled                 = false
}
data "aws_cloudwatch_log_group" "this" {
  name       = "/app/complete"
  depends_on = [aws_cloudwatch_log_group.this]
}
data "aws_cloudwatch_log_groups" "all" {
  log_group_name_prefix = "/app"
}
data "aws_cloudwatch_log_data_protection_policy_document" "this" {
  name = "x"
  statement {
    data_identifiers = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
    operation {
      audit {
        findings_destination {}
      }
    }
  }
  statement {
    data_identifiers = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
    operation {
      deidentify {
        mask_config {}
      }
    }
  }
}
