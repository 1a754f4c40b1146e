resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_service_discovery_private_dns_namespace" "this" {
  name = "svc.local"
  vpc  = aws_vpc.this.id
}
resource "aws_service_discovery_public_dns_namespace" "this" {
  name = "svc.example.com"
}
resource "aws_service_discovery_service" "this" {
  name          = "app"
  force_destroy = true
  dns_config {
    namespace_id = aws_service_discovery_private_dns_namespace.this.id
    dns_records {
      ttl  = 10
      type = "A"
    }
  }
}
resource "aws_service_discovery_instance" "this" {
  instance_id = "one"
  service_id  = aws_service_discovery_service.this.id
  attributes  = { AWS_INSTANCE_IPV4 = "172.18.0.1", custom = "a" }
}
resource "aws_vpclattice_service_network" "this" {
  name      = "network"
  auth_type = "AWS_IAM"
}
resource "aws_vpclattice_service" "this" {
  name      = "app"
  auth_type = "NONE"
}
resource "aws_vpclattice_service_network_service_association" "this" {
  service_identifier         = aws_vpclattice_service.this.id
  service_network_identifier = aws_vpclattice_service_network.this.id
}
resource "aws_vpclattice_service_network_vpc_association" "this" {
  vpc_identifier             = aws_vpc.this.id
  service_network_identifier = aws_vpclattice_service_network.this.id
}
resource "aws_vpclattice_target_group" "this" {
  name = "app"
  type = "IP"
  config {
    vpc_identifier = aws_vpc.this.id
    port           = 443
    protocol       = "HTTPS"
  }
}
resource "aws_vpclattice_listener" "this" {
  name               = "https"
  protocol           = "HTTPS"
  service_identifier = aws_vpclattice_service.this.id
  default_action {
    forward {
      target_groups {
        target_group_identifier = aws_vpclattice_target_group.this.id
      }
    }
  }
}
data "aws_service_discovery_dns_namespace" "this" {
  name       = "svc.local"
  type       = "DNS_PRIVATE"
  depends_on = [aws_service_discovery_private_dns_namespace.this]
}
