data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_elb" "this" {
  name                        = "classic"
  subnets                     = data.aws_subnets.this.ids
  cross_zone_load_balancing   = true
  idle_timeout                = 400
  connection_draining         = true
  connection_draining_timeout = 400
  listener {
    instance_port     = 8000
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
  health_check {
    healthy_threshold   = 2
    unhealthy_threshold = 2
    timeout             = 3
    target              = "HTTP:8000/"
    interval            = 30
  }
}
resource "aws_lb_cookie_stickiness_policy" "this" {
  name                     = "sticky"
  load_balancer            = aws_elb.this.id
  lb_port                  = 80
  cookie_expiration_period = 600
}
data "aws_elb" "this" {
  name = aws_elb.this.name
}
