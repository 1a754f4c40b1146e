resource "aws_security_group" "this" {
  #checkov:skip=CKV2_AWS_5: the application is attached to it, which checkov does not know
  count = var.network == null ? 0 : 1

  name_prefix = "${var.name}-flink-"
  description = "The Flink application ${var.name}: it accepts no connections."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-flink" })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_egress_rule" "all" {
  count = length(aws_security_group.this)

  security_group_id = aws_security_group.this[0].id
  cidr_ipv4         = "0.0.0.0/0"
  description       = "Sources, sinks and AWS. Those it calls decide whom they let in."
  ip_protocol       = "-1"

  tags = var.tags
}
