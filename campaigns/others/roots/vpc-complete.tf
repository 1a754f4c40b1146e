locals {
  azs = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}
resource "aws_vpc" "this" {
  cidr_block                           = "10.0.0.0/16"
  enable_dns_hostnames                 = true
  enable_dns_support                   = true
  enable_network_address_usage_metrics = true
  instance_tenancy                     = "default"
  assign_generated_ipv6_cidr_block     = true
  tags                                 = { Name = "complete" }
}
resource "aws_vpc_ipv4_cidr_block_association" "this" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.1.0.0/16"
}
resource "aws_subnet" "public" {
  for_each                                       = { for i, az in local.azs : az => i }
  vpc_id                                         = aws_vpc.this.id
  cidr_block                                     = cidrsubnet(aws_vpc.this.cidr_block, 8, each.value)
  availability_zone                              = each.key
  map_public_ip_on_launch                        = true
  private_dns_hostname_type_on_launch            = "ip-name"
  ipv6_cidr_block                                = cidrsubnet(aws_vpc.this.ipv6_cidr_block, 8, each.value)
  assign_ipv6_address_on_creation                = true
  enable_dns64                                   = true
  enable_resource_name_dns_a_record_on_launch    = true
  enable_resource_name_dns_aaaa_record_on_launch = true
}
resource "aws_subnet" "private" {
  for_each          = { for i, az in local.azs : az => i }
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, each.value + 10)
  availability_zone = each.key
}
resource "aws_subnet" "v6" {
  vpc_id                                         = aws_vpc.this.id
  ipv6_native                                    = true
  ipv6_cidr_block                                = cidrsubnet(aws_vpc.this.ipv6_cidr_block, 8, 100)
  assign_ipv6_address_on_creation                = true
  enable_resource_name_dns_aaaa_record_on_launch = true
  private_dns_hostname_type_on_launch            = "resource-name"
}
resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}
resource "aws_egress_only_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}
resource "aws_eip" "nat" {
  domain = "vpc"
  tags   = { Name = "nat" }
}
resource "aws_nat_gateway" "this" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public["eu-west-1a"].id
  depends_on    = [aws_internet_gateway.this]
}
resource "aws_nat_gateway" "private" {
  connectivity_type = "private"
  subnet_id         = aws_subnet.private["eu-west-1a"].id
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
}
resource "aws_route" "public" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
  timeouts {
    create = "5m"
  }
}
resource "aws_route" "public6" {
  route_table_id              = aws_route_table.public.id
  destination_ipv6_cidr_block = "::/0"
  gateway_id                  = aws_internet_gateway.this.id
}
resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this.id
  }
  route {
    ipv6_cidr_block        = "::/0"
    egress_only_gateway_id = aws_egress_only_internet_gateway.this.id
  }
}
resource "aws_route_table_association" "public" {
  for_each       = aws_subnet.public
  subnet_id      = each.value.id
  route_table_id = aws_route_table.public.id
}
resource "aws_route_table_association" "private" {
  for_each       = aws_subnet.private
  subnet_id      = each.value.id
  route_table_id = aws_route_table.private.id
}
resource "aws_vpc" "main" {
  cidr_block = "10.9.0.0/16"
}
resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_main_route_table_association" "this" {
  vpc_id         = aws_vpc.main.id
  route_table_id = aws_route_table.main.id
}
resource "aws_network_acl" "public" {
  vpc_id     = aws_vpc.this.id
  subnet_ids = [for s in aws_subnet.public : s.id]
}
resource "aws_network_acl_rule" "in" {
  network_acl_id = aws_network_acl.public.id
  rule_number    = 100
  egress         = false
  protocol       = "-1"
  rule_action    = "allow"
  cidr_block     = "0.0.0.0/0"
}
resource "aws_network_acl_rule" "in6" {
  network_acl_id  = aws_network_acl.public.id
  rule_number     = 110
  egress          = false
  protocol        = "tcp"
  from_port       = 443
  to_port         = 443
  rule_action     = "allow"
  ipv6_cidr_block = "::/0"
}
resource "aws_default_network_acl" "this" {
  default_network_acl_id = aws_vpc.this.default_network_acl_id
  subnet_ids             = null
  ingress {
    protocol   = -1
    rule_no    = 100
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
  egress {
    protocol   = -1
    rule_no    = 100
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
  lifecycle {
    ignore_changes = [subnet_ids]
  }
}
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}
resource "aws_default_route_table" "this" {
  default_route_table_id = aws_vpc.this.default_route_table_id
  tags                   = { Name = "default" }
}
resource "aws_vpc_dhcp_options" "this" {
  domain_name          = "service.consul"
  domain_name_servers  = ["127.0.0.1", "10.10.0.2"]
  ntp_servers          = ["127.0.0.1"]
  netbios_name_servers = ["127.0.0.1"]
  netbios_node_type    = 2
}
resource "aws_vpc_dhcp_options_association" "this" {
  vpc_id          = aws_vpc.this.id
  dhcp_options_id = aws_vpc_dhcp_options.this.id
}
resource "aws_db_subnet_group" "this" {
  name       = "complete"
  subnet_ids = [for s in aws_subnet.private : s.id]
}
resource "aws_elasticache_subnet_group" "this" {
  name       = "complete"
  subnet_ids = [for s in aws_subnet.private : s.id]
}
resource "aws_redshift_subnet_group" "this" {
  name       = "complete"
  subnet_ids = [for s in aws_subnet.private : s.id]
}
resource "aws_cloudwatch_log_group" "flow" {
  name = "/aws/vpc-flow-log/complete"
}
resource "aws_iam_role" "flow" {
  name_prefix = "vpc-flow-log-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
    }]
  })
}
resource "aws_iam_policy" "flow" {
  name_prefix = "vpc-flow-log-"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"]
      Resource = "*"
    }]
  })
}
resource "aws_iam_role_policy_attachment" "flow" {
  role       = aws_iam_role.flow.name
  policy_arn = aws_iam_policy.flow.arn
}
resource "aws_flow_log" "this" {
  log_destination_type     = "cloud-watch-logs"
  log_destination          = aws_cloudwatch_log_group.flow.arn
  iam_role_arn             = aws_iam_role.flow.arn
  traffic_type             = "ALL"
  vpc_id                   = aws_vpc.this.id
  max_aggregation_interval = 60
}
resource "aws_s3_bucket" "flow" {
  bucket_prefix = "flow-"
  force_destroy = true
}
resource "aws_flow_log" "s3" {
  log_destination_type = "s3"
  log_destination      = aws_s3_bucket.flow.arn
  traffic_type         = "REJECT"
  vpc_id               = aws_vpc.this.id
  destination_options {
    file_format                = "parquet"
    hive_compatible_partitions = true
    per_hour_partition         = true
  }
}
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.eu-west-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.private.id]
}
resource "aws_security_group" "endpoints" {
  name_prefix = "endpoints-"
  vpc_id      = aws_vpc.this.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.this.cidr_block]
  }
}
resource "aws_vpc_endpoint" "ecr" {
  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.eu-west-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  security_group_ids  = [aws_security_group.endpoints.id]
  subnet_ids          = [for s in aws_subnet.private : s.id]
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Principal = "*", Resource = "*" }]
  })
}
data "aws_vpc" "this" {
  id = aws_vpc.this.id
}
data "aws_route_table" "this" {
  subnet_id  = aws_subnet.private["eu-west-1a"].id
  depends_on = [aws_route_table_association.private]
}
data "aws_route_tables" "this" {
  vpc_id = aws_vpc.this.id
}
data "aws_nat_gateway" "this" {
  id = aws_nat_gateway.this.id
}
data "aws_internet_gateway" "this" {
  internet_gateway_id = aws_internet_gateway.this.id
}
data "aws_security_group" "default" {
  vpc_id = aws_vpc.this.id
  name   = "default"
}
data "aws_security_groups" "all" {
  filter {
    name   = "vpc-id"
    values = [aws_vpc.this.id]
  }
}
data "aws_network_acls" "this" {
  vpc_id = aws_vpc.this.id
}
data "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.this.id
  service_name = aws_vpc_endpoint.s3.service_name
}
data "aws_vpc_dhcp_options" "this" {
  dhcp_options_id = aws_vpc_dhcp_options.this.id
}
data "aws_eip" "nat" {
  id = aws_eip.nat.id
}
