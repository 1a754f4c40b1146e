resource "aws_globalaccelerator_accelerator" "this" {
  name = "probe"
  tags = { team = "probe" }

  attributes {
    flow_logs_enabled   = true
    flow_logs_s3_bucket = "probe-logs"
    flow_logs_s3_prefix = "accelerator/"
  }
}

resource "aws_globalaccelerator_listener" "this" {
  accelerator_arn = aws_globalaccelerator_accelerator.this.arn
  client_affinity = "SOURCE_IP"
  protocol        = "TCP"

  port_range {
    from_port = 443
    to_port   = 443
  }
}

resource "aws_globalaccelerator_endpoint_group" "this" {
  for_each = { eu-west-1 = 100, eu-central-1 = 0 }

  listener_arn            = aws_globalaccelerator_listener.this.arn
  endpoint_group_region   = each.key
  traffic_dial_percentage = each.value
  health_check_protocol   = "HTTPS"
  health_check_path       = "/health"

  endpoint_configuration {
    endpoint_id                    = "arn:aws:elasticloadbalancing:${each.key}:000000000000:loadbalancer/app/probe/0123456789abcdef"
    client_ip_preservation_enabled = true
    weight                         = 100
  }
}
