resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}
resource "aws_subnet" "this" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone = ["eu-west-1a", "eu-west-1b"][count.index]
}
resource "aws_eip" "this" {
  count  = 2
  domain = "vpc"
}
resource "aws_security_group" "this" {
  name   = "nlb"
  vpc_id = aws_vpc.this.id
}
resource "aws_lb" "this" {
  name                             = "nlb"
  load_balancer_type               = "network"
  enable_cross_zone_load_balancing = true
  security_groups                  = [aws_security_group.this.id]
  dns_record_client_routing_policy = "availability_zone_affinity"
  dynamic "subnet_mapping" {
    for_each = aws_subnet.this
    content {
      subnet_id     = subnet_mapping.value.id
      allocation_id = aws_eip.this[subnet_mapping.key].id
    }
  }
  depends_on = [aws_internet_gateway.this]
}
resource "aws_lb_target_group" "tcp" {
  name                   = "tcp"
  port                   = 5432
  protocol               = "TCP"
  vpc_id                 = aws_vpc.this.id
  connection_termination = true
  preserve_client_ip     = true
  proxy_protocol_v2      = true
  health_check {
    protocol = "TCP"
    interval = 10
  }
  stickiness {
    type = "source_ip"
  }
}
resource "aws_lb_target_group" "udp" {
  name     = "udp"
  port     = 53
  protocol = "TCP_UDP"
  vpc_id   = aws_vpc.this.id
}
resource "aws_lb_listener" "tcp" {
  load_balancer_arn        = aws_lb.this.arn
  port                     = 5432
  protocol                 = "TCP"
  tcp_idle_timeout_seconds = 60
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.tcp.arn
  }
}
resource "aws_lb_listener" "udp" {
  load_balancer_arn = aws_lb.this.arn
  port              = 53
  protocol          = "TCP_UDP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.udp.arn
  }
}
resource "aws_vpc_endpoint_service" "this" {
  acceptance_required        = false
  network_load_balancer_arns = [aws_lb.this.arn]
  allowed_principals         = ["arn:aws:iam::123456789012:root"]
}
resource "aws_lb" "gateway" {
  name               = "gwlb"
  load_balancer_type = "gateway"
  subnets            = [aws_subnet.this[0].id]
}
resource "aws_lb_target_group" "gateway" {
  name     = "gwlb"
  port     = 6081
  protocol = "GENEVE"
  vpc_id   = aws_vpc.this.id
  health_check {
    port     = 80
    protocol = "HTTP"
  }
}
resource "aws_lb_listener" "gateway" {
  load_balancer_arn = aws_lb.gateway.arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.gateway.arn
  }
}
