resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_route53_resolver_firewall_domain_list" "this" {
  name    = "probe"
  domains = ["bad.example.com."]
  tags    = { team = "probe" }
}

resource "aws_route53_resolver_firewall_rule_group" "this" {
  name = "probe"
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
  name                   = "probe"
  firewall_rule_group_id = aws_route53_resolver_firewall_rule_group.this.id
  priority               = 101
  vpc_id                 = aws_vpc.this.id
}

resource "aws_cloudwatch_log_group" "this" {
  name = "/probe/resolver"
}

resource "aws_route53_resolver_query_log_config" "this" {
  name            = "probe"
  destination_arn = aws_cloudwatch_log_group.this.arn
}

resource "aws_route53_resolver_query_log_config_association" "this" {
  resolver_query_log_config_id = aws_route53_resolver_query_log_config.this.id
  resource_id                  = aws_vpc.this.id
}
