data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
data "aws_elb_service_account" "this" {}
resource "aws_s3_bucket" "logs" {
  bucket        = "alb-complete-logs"
  force_destroy = true
}
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    {
      Effect    = "Allow"
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.logs.arn}/*"
      Principal = { AWS = data.aws_elb_service_account.this.arn }
    },
    {
      Effect    = "Allow"
      Action    = "s3:PutObject"
      Resource  = "${aws_s3_bucket.logs.arn}/*"
      Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
    },
  ] })
}
resource "aws_security_group" "this" {
  name   = "alb"
  vpc_id = data.aws_vpc.default.id
  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_lb" "this" {
  name                                        = "complete"
  load_balancer_type                          = "application"
  subnets                                     = data.aws_subnets.this.ids
  security_groups                             = [aws_security_group.this.id]
  drop_invalid_header_fields                  = true
  preserve_host_header                        = true
  enable_tls_version_and_cipher_suite_headers = true
  enable_xff_client_port                      = true
  idle_timeout                                = 120
  client_keep_alive                           = 3600
  desync_mitigation_mode                      = "strictest"
  xff_header_processing_mode                  = "append"
  access_logs {
    bucket  = aws_s3_bucket.logs.id
    prefix  = "access"
    enabled = true
  }
  connection_logs {
    bucket  = aws_s3_bucket.logs.id
    prefix  = "connections"
    enabled = true
  }
  depends_on = [aws_s3_bucket_policy.logs]
}
resource "aws_route53_zone" "this" {
  name = "alb.example.com"
}
resource "aws_acm_certificate" "this" {
  domain_name               = "alb.example.com"
  subject_alternative_names = ["*.alb.example.com"]
  validation_method         = "DNS"
  lifecycle {
    create_before_destroy = true
  }
}
resource "aws_route53_record" "validation" {
  for_each = {
    for option in aws_acm_certificate.this.domain_validation_options : option.domain_name => option
    if option.domain_name == "alb.example.com"
  }

  allow_overwrite = true
  name            = each.value.resource_record_name
  records         = [each.value.resource_record_value]
  ttl             = 60
  type            = each.value.resource_record_type
  zone_id         = aws_route53_zone.this.zone_id
}
resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [for r in aws_route53_record.validation : r.fqdn]
}
resource "aws_lb_target_group" "ip" {
  name_prefix                       = "ip-"
  port                              = 8080
  protocol                          = "HTTP"
  protocol_version                  = "HTTP2"
  target_type                       = "ip"
  vpc_id                            = data.aws_vpc.default.id
  deregistration_delay              = 10
  load_balancing_algorithm_type     = "weighted_random"
  load_balancing_anomaly_mitigation = "on"
  load_balancing_cross_zone_enabled = false
  slow_start                        = 0
  health_check {
    enabled             = true
    interval            = 30
    path                = "/healthz"
    port                = "traffic-port"
    healthy_threshold   = 3
    unhealthy_threshold = 3
    timeout             = 6
    protocol            = "HTTP"
    matcher             = "200-399"
  }
  target_group_health {
    dns_failover {
      minimum_healthy_targets_count = 2
    }
    unhealthy_state_routing {
      minimum_healthy_targets_percentage = 50
    }
  }
}
resource "aws_lb_target_group" "instance" {
  name     = "instance"
  port     = 80
  protocol = "HTTP"
  vpc_id   = data.aws_vpc.default.id
  stickiness {
    type            = "lb_cookie"
    cookie_duration = 3600
  }
}
resource "aws_lb_target_group" "lambda" {
  name                               = "function"
  target_type                        = "lambda"
  lambda_multi_value_headers_enabled = true
}
resource "aws_lb_target_group_attachment" "ip" {
  target_group_arn = aws_lb_target_group.ip.arn
  target_id        = cidrhost(data.aws_vpc.default.cidr_block, 20)
  port             = 8080
}
resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}
resource "aws_lb_listener" "https" {
  load_balancer_arn                                            = aws_lb.this.arn
  port                                                         = 443
  protocol                                                     = "HTTPS"
  ssl_policy                                                   = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
  certificate_arn                                              = aws_acm_certificate_validation.this.certificate_arn
  routing_http_response_server_enabled                         = false
  routing_http_response_strict_transport_security_header_value = "max-age=31536000"
  default_action {
    type = "forward"
    forward {
      target_group {
        arn    = aws_lb_target_group.ip.arn
        weight = 80
      }
      target_group {
        arn    = aws_lb_target_group.instance.arn
        weight = 20
      }
      stickiness {
        enabled  = true
        duration = 600
      }
    }
  }
}
resource "aws_lb_listener_rule" "fixed" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 10
  action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = "no"
      status_code  = "403"
    }
  }
  condition {
    http_header {
      http_header_name = "x-forwarded-for"
      values           = ["192.168.1.*"]
    }
  }
  condition {
    query_string {
      key   = "health"
      value = "check"
    }
  }
  condition {
    source_ip {
      values = ["10.0.0.0/8"]
    }
  }
}
resource "aws_lb_listener_rule" "oidc" {
  listener_arn = aws_lb_listener.https.arn
  action {
    type = "authenticate-oidc"
    authenticate_oidc {
      authorization_endpoint = "https://example.com/authorize"
      client_id              = "id"
      client_secret          = "secret"
      issuer                 = "https://example.com"
      token_endpoint         = "https://example.com/token"
      user_info_endpoint     = "https://example.com/user"
    }
  }
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.ip.arn
  }
  condition {
    path_pattern {
      values = ["/private/*"]
    }
  }
  condition {
    host_header {
      values = ["a.example.com", "b.example.com"]
    }
  }
  condition {
    http_request_method {
      values = ["GET", "HEAD"]
    }
  }
  tags = { Name = "oidc" }
}
data "aws_lb" "this" {
  arn = aws_lb.this.arn
}
data "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  depends_on        = [aws_lb_listener.https]
}
data "aws_lb_target_group" "ip" {
  arn = aws_lb_target_group.ip.arn
}
data "aws_acm_certificate" "this" {
  domain     = "alb.example.com"
  statuses   = ["ISSUED"]
  depends_on = [aws_acm_certificate_validation.this]
}
