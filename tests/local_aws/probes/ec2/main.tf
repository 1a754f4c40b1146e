# What is set for a region, networks, ways to instances, and what data sources tell of public things.

data "aws_ec2_instance_type" "this" {
  instance_type = "t3.micro"
}

data "aws_ec2_managed_prefix_list" "cloudfront" {
  name = "com.amazonaws.global.cloudfront.origin-facing"
}

data "aws_ebs_default_kms_key" "this" {
  depends_on = [aws_ebs_encryption_by_default.this]
}

data "aws_ec2_public_ipv4_pools" "this" {
}

data "aws_kms_alias" "ebs" {
  name = "alias/aws/ebs"
}

resource "aws_ebs_encryption_by_default" "this" {
  enabled = true
}

resource "aws_ebs_snapshot_block_public_access" "this" {
  state = "block-all-sharing"
}

resource "aws_ec2_image_block_public_access" "this" {
  state = "block-new-sharing"
}

resource "aws_ec2_serial_console_access" "this" {
  enabled = true
}

resource "aws_ec2_instance_metadata_defaults" "this" {
  http_tokens                 = "required"
  http_put_response_hop_limit = 2
}

resource "aws_vpc" "this" {
  cidr_block                       = "10.70.0.0/16"
  assign_generated_ipv6_cidr_block = true
}

resource "aws_subnet" "this" {
  vpc_id                                         = aws_vpc.this.id
  cidr_block                                     = "10.70.1.0/24"
  availability_zone                              = "eu-west-1a"
  ipv6_cidr_block                                = cidrsubnet(aws_vpc.this.ipv6_cidr_block, 8, 1)
  assign_ipv6_address_on_creation                = true
  enable_dns64                                   = true
  enable_resource_name_dns_a_record_on_launch    = true
  enable_resource_name_dns_aaaa_record_on_launch = true
  private_dns_hostname_type_on_launch            = "resource-name"
}

resource "aws_customer_gateway" "this" {
  bgp_asn     = 65000
  ip_address  = "203.0.113.10"
  type        = "ipsec.1"
  device_name = "office"
}

resource "aws_vpn_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_vpn_gateway_route_propagation" "this" {
  vpn_gateway_id = aws_vpn_gateway.this.id
  route_table_id = aws_vpc.this.main_route_table_id
}

resource "aws_ec2_instance_connect_endpoint" "this" {
  subnet_id = aws_subnet.this.id
}

resource "aws_ec2_capacity_reservation" "this" {
  instance_type     = "t3.micro"
  instance_platform = "Linux/UNIX"
  availability_zone = "eu-west-1a"
  instance_count    = 1
}

resource "aws_instance" "this" {
  ami           = "ami-12c6146b"
  instance_type = "t3.micro"
  monitoring    = true
  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_ami_from_instance" "this" {
  name               = "probe"
  source_instance_id = aws_instance.this.id
}

resource "aws_vpn_connection" "this" {
  vpn_gateway_id      = aws_vpn_gateway.this.id
  customer_gateway_id = aws_customer_gateway.this.id
  type                = "ipsec.1"
  static_routes_only  = true
}

resource "aws_vpn_connection_route" "this" {
  vpn_connection_id      = aws_vpn_connection.this.id
  destination_cidr_block = "192.168.0.0/24"
}

resource "aws_vpc_ipam" "this" {
  tags = { team = "probe" }

  operating_regions {
    region_name = "eu-west-1"
  }
}

resource "aws_vpc_ipam_pool" "this" {
  address_family = "ipv4"
  ipam_scope_id  = aws_vpc_ipam.this.private_default_scope_id
}

resource "aws_vpc_ipam_pool_cidr" "this" {
  ipam_pool_id = aws_vpc_ipam_pool.this.id
  cidr         = "10.0.0.0/8"
}
