# Deleted or replaced while its user is changed afterwards.

resource "aws_lb_target_group" "gone" {
  count = local.before

  name   = "preflight-gone"
  port   = 80
  vpc_id = aws_vpc.this.id

  protocol = "HTTP"
}

resource "aws_lb_listener" "gone" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80

  default_action {
    type             = var.next ? "fixed-response" : "forward"
    target_group_arn = one(aws_lb_target_group.gone[*].arn)

    dynamic "fixed_response" {
      for_each = var.next ? [1] : []

      content {
        content_type = "text/plain"
        status_code  = "404"
      }
    }
  }
}

resource "aws_lb_target_group" "fine_gone" {
  count = local.before

  name   = "preflight-fine-gone"
  port   = 80
  vpc_id = aws_vpc.this.id

  protocol = "HTTP"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_listener" "fine_gone" {
  load_balancer_arn = aws_lb.this.arn
  port              = 81

  default_action {
    type             = var.next ? "fixed-response" : "forward"
    target_group_arn = one(aws_lb_target_group.fine_gone[*].arn)

    dynamic "fixed_response" {
      for_each = var.next ? [1] : []

      content {
        content_type = "text/plain"
        status_code  = "404"
      }
    }
  }
}

resource "aws_security_group" "replaced" {
  name        = "preflight-replaced"
  description = var.next ? "after" : "before"
  vpc_id      = aws_vpc.this.id

  timeouts {
    delete = "5s"
  }
}

resource "aws_network_interface" "replaced" {
  subnet_id       = aws_subnet.a.id
  security_groups = [aws_security_group.replaced.id]
}

resource "aws_security_group" "fine_replaced" {
  name_prefix = "preflight-replaced-"
  description = var.next ? "after" : "before"
  vpc_id      = aws_vpc.this.id

  lifecycle {
    create_before_destroy = true
  }

  timeouts {
    delete = "5s"
  }
}

resource "aws_network_interface" "fine_replaced" {
  subnet_id       = aws_subnet.a.id
  security_groups = [aws_security_group.fine_replaced.id]
}

resource "aws_wafv2_ip_set" "gone" {
  count = local.before

  name               = "preflight-gone"
  scope              = "REGIONAL"
  ip_address_version = "IPV4"
  addresses          = ["192.0.2.0/24"]
}

resource "aws_wafv2_web_acl" "gone" {
  name  = "preflight-gone"
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  dynamic "rule" {
    for_each = aws_wafv2_ip_set.gone

    content {
      name     = "office"
      priority = 1

      action {
        block {}
      }

      statement {
        ip_set_reference_statement {
          arn = rule.value.arn
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = false
        metric_name                = "office"
        sampled_requests_enabled   = false
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = false
    metric_name                = "all"
    sampled_requests_enabled   = false
  }
}

resource "aws_apigatewayv2_api" "this" {
  name          = "preflight"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "gone" {
  count = local.before

  api_id             = aws_apigatewayv2_api.this.id
  integration_type   = "HTTP_PROXY"
  integration_method = "GET"
  integration_uri    = "https://example.com/old"
}

resource "aws_apigatewayv2_integration" "stays" {
  api_id             = aws_apigatewayv2_api.this.id
  integration_type   = "HTTP_PROXY"
  integration_method = "GET"
  integration_uri    = "https://example.com/new"
}

resource "aws_apigatewayv2_route" "gone" {
  api_id    = aws_apigatewayv2_api.this.id
  route_key = "GET /a"
  target = "integrations/${var.next ? aws_apigatewayv2_integration.stays.id : one(
    aws_apigatewayv2_integration.gone[*].id
  )}"
}

resource "aws_vpclattice_target_group" "gone" {
  count = local.before

  name = "preflight-gone"
  type = "IP"

  config {
    vpc_identifier = aws_vpc.this.id
    port           = 80
    protocol       = "HTTP"
  }
}

resource "aws_vpclattice_service" "this" {
  name = "preflight"
}

resource "aws_vpclattice_listener" "gone" {
  name               = "web"
  protocol           = "HTTP"
  service_identifier = aws_vpclattice_service.this.id

  default_action {
    dynamic "forward" {
      for_each = aws_vpclattice_target_group.gone

      content {
        target_groups {
          target_group_identifier = forward.value.id
        }
      }
    }

    dynamic "fixed_response" {
      for_each = var.next ? [1] : []

      content {
        status_code = 404
      }
    }
  }
}

resource "aws_db_parameter_group" "replaced" {
  name   = var.next ? "preflight-after" : "preflight-before"
  family = "postgres17"
}

resource "aws_db_instance" "replaced" {
  identifier           = "preflight-replaced"
  engine               = "postgres"
  engine_version       = "17.6"
  instance_class       = "db.t4g.micro"
  allocated_storage    = 20
  username             = "shop"
  password             = "not-secret-at-all"
  parameter_group_name = aws_db_parameter_group.replaced.name
  skip_final_snapshot  = true
}
