resource "aws_lb" "this" {
  name               = "ga"
  load_balancer_type = "network"
  internal           = true
  subnets            = data.aws_subnets.this.ids
}
data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_globalaccelerator_accelerator" "this" {
  name            = "ga"
  ip_address_type = "IPV4"
  enabled         = true
}
resource "aws_globalaccelerator_listener" "this" {
  accelerator_arn = aws_globalaccelerator_accelerator.this.arn
  client_affinity = "SOURCE_IP"
  protocol        = "TCP"
  port_range {
    from_port = 80
    to_port   = 80
  }
}
resource "aws_globalaccelerator_endpoint_group" "this" {
  listener_arn = aws_globalaccelerator_listener.this.arn
  endpoint_configuration {
    endpoint_id = aws_lb.this.arn
    weight      = 100
  }
}
