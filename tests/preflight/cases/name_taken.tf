# The name, or another key, still taken when its successor is made.

resource "aws_iam_role" "replaced" {
  name               = "preflight-replaced"
  path               = var.next ? "/after/" : "/before/"
  assume_role_policy = local.trust

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role" "fine_replaced" {
  name               = "preflight-fine-replaced"
  path               = var.next ? "/after/" : "/before/"
  assume_role_policy = local.trust
}

resource "aws_lb_target_group" "replaced" {
  name     = "preflight-replaced"
  port     = var.next ? 81 : 80
  vpc_id   = aws_vpc.this.id
  protocol = "HTTP"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "stays" {
  name = "preflight-taken"
}

resource "aws_cloudwatch_log_group" "taken" {
  count = local.later

  name = "preflight-taken"
}

resource "aws_security_group" "first" {
  count = local.later

  name   = "preflight-twice"
  vpc_id = aws_vpc.this.id
}

resource "aws_security_group" "second" {
  count = local.later

  name   = "preflight-twice"
  vpc_id = aws_vpc.this.id

  depends_on = [aws_security_group.first]
}

resource "aws_security_group" "fine_twice" {
  count = local.later

  name   = "preflight-twice"
  vpc_id = aws_vpc.other.id
}

resource "aws_lb_listener_rule" "stays" {
  listener_arn = aws_lb_listener.fine_gone.arn
  priority     = 10

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }

  condition {
    path_pattern {
      values = ["/a"]
    }
  }
}

resource "aws_lb_listener_rule" "taken" {
  count = local.later

  listener_arn = aws_lb_listener.fine_gone.arn
  priority     = 10

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }

  condition {
    path_pattern {
      values = ["/b"]
    }
  }
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route" "stays" {
  route_table_id         = aws_route_table.this.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route" "taken" {
  count = local.later

  route_table_id         = aws_route_table.this.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route53_zone" "this" {
  name = "preflight.example"
}

resource "aws_route53_record" "stays" {
  zone_id = aws_route53_zone.this.id
  name    = "a.preflight.example"
  type    = "A"
  ttl     = 60
  records = ["192.0.2.1"]
}

resource "aws_route53_record" "taken" {
  count = local.later

  zone_id = aws_route53_zone.this.id
  name    = "A.preflight.example."
  type    = "A"
  ttl     = 60
  records = ["192.0.2.2"]
}

resource "aws_vpc_security_group_ingress_rule" "stays" {
  security_group_id = aws_security_group.plain.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "10.0.0.0/8"
}

resource "aws_vpc_security_group_ingress_rule" "taken" {
  count = local.later

  security_group_id = aws_security_group.plain.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "10.0.0.0/8"
}
