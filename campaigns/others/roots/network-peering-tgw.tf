resource "aws_vpc" "a" {
  cidr_block = "10.10.0.0/16"
}
resource "aws_vpc" "b" {
  cidr_block = "10.20.0.0/16"
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.a.id
  cidr_block = "10.10.1.0/24"
}
resource "aws_subnet" "b" {
  vpc_id     = aws_vpc.b.id
  cidr_block = "10.20.1.0/24"
}
resource "aws_vpc_peering_connection" "this" {
  vpc_id      = aws_vpc.a.id
  peer_vpc_id = aws_vpc.b.id
  auto_accept = true
}
resource "aws_vpc_peering_connection_options" "this" {
  vpc_peering_connection_id = aws_vpc_peering_connection.this.id
  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}
resource "aws_ec2_transit_gateway" "this" {
  description                     = "hub"
  amazon_side_asn                 = 64532
  auto_accept_shared_attachments  = "enable"
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
}
resource "aws_ec2_transit_gateway_vpc_attachment" "this" {
  transit_gateway_id                              = aws_ec2_transit_gateway.this.id
  vpc_id                                          = aws_vpc.a.id
  subnet_ids                                      = [aws_subnet.a.id]
  transit_gateway_default_route_table_association = false
  transit_gateway_default_route_table_propagation = false
}
resource "aws_ec2_transit_gateway_route_table" "this" {
  transit_gateway_id = aws_ec2_transit_gateway.this.id
}
resource "aws_ec2_transit_gateway_route_table_association" "this" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.this.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.this.id
}
resource "aws_ec2_transit_gateway_route_table_propagation" "this" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.this.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.this.id
}
resource "aws_ec2_transit_gateway_route" "this" {
  destination_cidr_block         = "10.99.0.0/16"
  blackhole                      = true
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.this.id
}
resource "aws_ec2_managed_prefix_list" "this" {
  name           = "offices"
  address_family = "IPv4"
  max_entries    = 5
  entry {
    cidr        = "10.10.0.0/16"
    description = "a"
  }
}
resource "aws_ec2_managed_prefix_list_entry" "this" {
  cidr           = "10.30.0.0/16"
  prefix_list_id = aws_ec2_managed_prefix_list.other.id
}
resource "aws_ec2_managed_prefix_list" "other" {
  name           = "others"
  address_family = "IPv4"
  max_entries    = 5
}
resource "aws_ram_resource_share" "this" {
  name                      = "tgw"
  allow_external_principals = true
}
resource "aws_ram_resource_association" "this" {
  resource_arn       = aws_ec2_transit_gateway.this.arn
  resource_share_arn = aws_ram_resource_share.this.arn
}
resource "aws_ram_principal_association" "this" {
  principal          = "123456789012"
  resource_share_arn = aws_ram_resource_share.this.arn
}
data "aws_ec2_transit_gateway" "this" {
  id = aws_ec2_transit_gateway.this.id
}
data "aws_vpc_peering_connection" "this" {
  id = aws_vpc_peering_connection.this.id
}
