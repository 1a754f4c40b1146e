resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "this" {
  vpc_id     = aws_vpc.this.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_networkfirewall_rule_group" "domains" {
  capacity = 100
  name     = "probe-domains"
  type     = "STATEFUL"

  rule_group {
    rules_source {
      rules_source_list {
        generated_rules_type = "DENYLIST"
        target_types         = ["HTTP_HOST"]
        targets              = ["test.example.com"]
      }
    }
  }
}

resource "aws_networkfirewall_rule_group" "text" {
  capacity = 100
  name     = "probe-text"
  type     = "STATEFUL"
  rules    = "drop tcp any any -> any 23 (sid:1;)"
}

resource "aws_networkfirewall_firewall_policy" "this" {
  name = "probe"
  tags = { team = "probe" }

  firewall_policy {
    stateless_default_actions          = ["aws:forward_to_sfe"]
    stateless_fragment_default_actions = ["aws:forward_to_sfe"]

    stateful_rule_group_reference {
      resource_arn = aws_networkfirewall_rule_group.domains.arn
    }

    stateful_rule_group_reference {
      resource_arn = aws_networkfirewall_rule_group.text.arn
    }
  }
}

resource "aws_networkfirewall_firewall" "this" {
  name                = "probe"
  firewall_policy_arn = aws_networkfirewall_firewall_policy.this.arn
  vpc_id              = aws_vpc.this.id

  subnet_mapping {
    subnet_id = aws_subnet.this.id
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name = "/probe/firewall"
}

resource "aws_networkfirewall_logging_configuration" "this" {
  firewall_arn = aws_networkfirewall_firewall.this.arn

  logging_configuration {
    log_destination_config {
      log_destination      = { logGroup = aws_cloudwatch_log_group.this.name }
      log_destination_type = "CloudWatchLogs"
      log_type             = "ALERT"
    }
  }
}
