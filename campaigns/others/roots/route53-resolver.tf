resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "this" {
  count             = 2
  vpc_id            = aws_vpc.this.id
  cidr_block        = cidrsubnet(aws_vpc.this.cidr_block, 8, count.index)
  availability_zone = ["eu-west-1a", "eu-west-1b"][count.index]
}
resource "aws_security_group" "this" {
  name   = "dns"
  vpc_id = aws_vpc.this.id
}
resource "aws_route53_resolver_endpoint" "this" {
  for_each           = toset(["INBOUND", "OUTBOUND"])
  name               = lower(each.key)
  direction          = each.key
  security_group_ids = [aws_security_group.this.id]
  protocols          = ["Do53"]
  ip_address {
    subnet_id = aws_subnet.this[0].id
  }
  ip_address {
    subnet_id = aws_subnet.this[1].id
  }
}
resource "aws_route53_resolver_rule" "this" {
  domain_name          = "corp.example.com"
  name                 = "corp"
  rule_type            = "FORWARD"
  resolver_endpoint_id = aws_route53_resolver_endpoint.this["OUTBOUND"].id
  target_ip {
    ip = "123.45.67.89"
  }
}
resource "aws_route53_resolver_rule_association" "this" {
  resolver_rule_id = aws_route53_resolver_rule.this.id
  vpc_id           = aws_vpc.this.id
}
resource "aws_cloudwatch_log_group" "this" {
  name = "/aws/route53/resolver"
}
resource "aws_route53_resolver_query_log_config" "this" {
  name            = "queries"
  destination_arn = aws_cloudwatch_log_group.this.arn
}
resource "aws_route53_resolver_query_log_config_association" "this" {
  resolver_query_log_config_id = aws_route53_resolver_query_log_config.this.id
  resource_id                  = aws_vpc.this.id
}
resource "aws_route53_resolver_firewall_domain_list" "this" {
  name    = "bad"
  domains = ["bad.example.com."]
}
resource "aws_route53_resolver_firewall_rule_group" "this" {
  name = "firewall"
}
resource "aws_route53_resolver_firewall_rule" "this" {
  name                    = "block"
  action                  = "BLOCK"
  block_response          = "NODATA"
  firewall_domain_list_id = aws_route53_resolver_firewall_domain_list.this.id
  firewall_rule_group_id  = aws_route53_resolver_firewall_rule_group.this.id
  priority                = 100
}
resource "aws_route53_resolver_firewall_rule_group_association" "this" {
  name                   = "firewall"
  firewall_rule_group_id = aws_route53_resolver_firewall_rule_group.this.id
  priority               = 101
  vpc_id                 = aws_vpc.this.id
}
resource "aws_route53_resolver_dnssec_config" "this" {
  resource_id = aws_vpc.this.id
}
