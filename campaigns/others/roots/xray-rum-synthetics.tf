resource "aws_xray_sampling_rule" "this" {
  rule_name      = "rule"
  priority       = 9999
  version        = 1
  reservoir_size = 1
  fixed_rate     = 0.05
  url_path       = "*"
  host           = "*"
  http_method    = "*"
  service_type   = "*"
  service_name   = "*"
  resource_arn   = "*"
}
resource "aws_xray_group" "this" {
  group_name        = "group"
  filter_expression = "responsetime > 5"
  insights_configuration {
    insights_enabled      = true
    notifications_enabled = true
  }
}
