data "aws_availability_zones" "available" {}

resource "aws_vpc" "this" {
  cidr_block = "10.9.0.0/16"
}

resource "aws_subnet" "each" {
  count = 2

  vpc_id            = aws_vpc.this.id
  availability_zone = data.aws_availability_zones.available.names[count.index]
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
}

resource "aws_lb" "this" {
  name     = "probe"
  internal = true
  subnets  = aws_subnet.each[*].id
}

resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}

resource "aws_lb_listener_rule" "this" {
  listener_arn = aws_lb_listener.this.arn
  priority     = 10
  tags         = { team = "probe" }

  action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = "next"
      status_code  = "200"
    }
  }

  condition {
    query_string {
      key   = "version"
      value = "next"
    }

    query_string {
      value = "*preview*"
    }
  }

  condition {
    http_request_method {
      values = ["GET", "HEAD"]
    }
  }
}
