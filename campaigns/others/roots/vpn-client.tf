resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_customer_gateway" "this" {
  bgp_asn     = 65000
  ip_address  = "172.83.124.10"
  type        = "ipsec.1"
  device_name = "office"
  tags        = { Name = "office" }
}
resource "aws_vpn_gateway" "this" {
  vpc_id          = aws_vpc.this.id
  amazon_side_asn = 64620
}
resource "aws_vpn_gateway_attachment" "none" {
  count          = 0
  vpc_id         = aws_vpc.this.id
  vpn_gateway_id = aws_vpn_gateway.this.id
}
resource "aws_vpn_connection" "this" {
  vpn_gateway_id        = aws_vpn_gateway.this.id
  customer_gateway_id   = aws_customer_gateway.this.id
  type                  = "ipsec.1"
  static_routes_only    = true
  tunnel1_preshared_key = "abcdefgh12345678"
  tunnel1_inside_cidr   = "169.254.33.88/30"
}
resource "aws_vpn_connection_route" "this" {
  destination_cidr_block = "192.168.10.0/24"
  vpn_connection_id      = aws_vpn_connection.this.id
}
resource "aws_ec2_transit_gateway" "this" {}
resource "aws_vpn_connection" "tgw" {
  transit_gateway_id  = aws_ec2_transit_gateway.this.id
  customer_gateway_id = aws_customer_gateway.this.id
  type                = "ipsec.1"
}
data "aws_customer_gateway" "this" {
  id = aws_customer_gateway.this.id
}
data "aws_vpn_gateway" "this" {
  id = aws_vpn_gateway.this.id
}
