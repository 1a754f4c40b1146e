# Reachability: a path that is open, and one that a group closes.
resource "aws_vpc" "probe" {
  cidr_block = "10.20.0.0/16"
}

resource "aws_subnet" "probe" {
  cidr_block = "10.20.0.0/24"
  vpc_id     = aws_vpc.probe.id
}

resource "aws_default_security_group" "probe" {
  vpc_id = aws_vpc.probe.id
}

resource "aws_security_group" "probe" {
  for_each = toset(["client", "server"])

  name   = "probe-${each.key}"
  vpc_id = aws_vpc.probe.id
}

resource "aws_vpc_security_group_egress_rule" "probe" {
  ip_protocol                  = "-1"
  referenced_security_group_id = aws_security_group.probe["server"].id
  security_group_id            = aws_security_group.probe["client"].id
}

resource "aws_vpc_security_group_ingress_rule" "probe" {
  from_port                    = 443
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.probe["client"].id
  security_group_id            = aws_security_group.probe["server"].id
  to_port                      = 443
}

resource "aws_network_interface" "probe" {
  for_each = aws_security_group.probe

  security_groups = [each.value.id]
  subnet_id       = aws_subnet.probe.id
}

resource "aws_ec2_network_insights_path" "probe" {
  for_each = { open = 443, shut = 80 }

  destination      = aws_network_interface.probe["server"].arn
  destination_port = each.value
  protocol         = "tcp"
  source           = aws_network_interface.probe["client"].id

  tags = { Name = "probe-${each.key}" }
}

resource "aws_ec2_network_insights_path" "filtered" {
  protocol = "tcp"
  source   = aws_network_interface.probe["client"].id

  filter_at_source {
    destination_address = aws_network_interface.probe["server"].private_ip

    destination_port_range {
      from_port = 443
      to_port   = 444
    }
  }
}

resource "aws_ec2_network_insights_analysis" "probe" {
  for_each = merge(aws_ec2_network_insights_path.probe, { filtered = aws_ec2_network_insights_path.filtered })

  network_insights_path_id = each.value.id

  tags = { Name = "probe-${each.key}" }

  # The rules are no part of what the path refers to.
  depends_on = [aws_vpc_security_group_egress_rule.probe, aws_vpc_security_group_ingress_rule.probe]

  lifecycle {
    postcondition {
      condition     = self.path_found == (each.key != "shut")
      error_message = "The path is found, or not, against the rules."
    }
  }
}
