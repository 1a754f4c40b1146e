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
