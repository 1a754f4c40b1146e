data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  subnet_ids = var.internal ? var.network.private_subnet_ids : var.network.public_subnet_ids

  # By port, which a load balancer has once: a listener under another name stays the same one.
  listeners = {
    for name, listener in var.listeners : tostring(listener.port) => merge(listener, {
      name            = name
      transports      = { TCP = ["tcp"], TCP_UDP = ["tcp", "udp"], TLS = ["tcp"], UDP = ["udp"] }[listener.protocol]
      target_port     = coalesce(listener.target_port, listener.port)
      target_protocol = coalesce(listener.target_protocol, listener.protocol == "TLS" ? "TCP" : listener.protocol)
      target_type     = listener.alb != null ? "alb" : listener.target_type
    })
  }
}

resource "aws_lb" "this" {
  #checkov:skip=CKV_AWS_91: access logs are kept unless the caller turns them off
  #checkov:skip=CKV_AWS_150: deletion protection is on unless the caller turns it off
  #checkov:skip=CKV_AWS_152: traffic between zones is paid for, so that the caller turns it on
  name                             = var.name
  enable_cross_zone_load_balancing = var.cross_zone
  enable_deletion_protection       = var.deletion_protection
  internal                         = var.internal
  ip_address_type                  = var.ipv6 ? "dualstack" : "ipv4"
  load_balancer_type               = "network"
  security_groups                  = [aws_security_group.this.id]

  # Whom the endpoint service accepts comes from addresses of its own VPC, which mean nothing here.
  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
  enforce_security_group_inbound_rules_on_private_link_traffic = var.endpoint_service == null ? "on" : "off"

  dynamic "access_logs" {
    for_each = var.access_logs == null ? [] : [var.access_logs]

    content {
      bucket  = local.log_bucket
      enabled = true
      prefix  = local.log_prefix
    }
  }

  dynamic "subnet_mapping" {
    for_each = local.subnet_ids

    content {
      allocation_id        = try(var.addresses[subnet_mapping.key].allocation_id, null)
      private_ipv4_address = try(var.addresses[subnet_mapping.key].private_ipv4, null)
      subnet_id            = subnet_mapping.value
    }
  }

  tags = var.tags

  # Elastic Load Balancing tries whether it can write there.
  depends_on = [aws_s3_bucket_policy.logs]
}

resource "aws_lb_listener" "this" {
  #checkov:skip=CKV_AWS_2: it listens to what is not HTTP
  #checkov:skip=CKV_AWS_103: where it speaks TLS, tls_policy takes none below 1.2
  for_each = local.listeners

  alpn_policy              = each.value.protocol == "TLS" ? each.value.alpn : null
  certificate_arn          = each.value.protocol == "TLS" ? try(each.value.certificate.arn, null) : null
  load_balancer_arn        = aws_lb.this.arn
  port                     = each.value.port
  protocol                 = each.value.protocol
  ssl_policy               = each.value.protocol == "TLS" ? var.tls_policy : null
  tcp_idle_timeout_seconds = each.value.protocol == "TCP" ? each.value.idle_timeout_seconds : null

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[each.key].arn
  }

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_route53_record" "this" {
  for_each = merge([
    for type in var.ipv6 ? ["A", "AAAA"] : ["A"] :
    { for key, record in var.records : "${key}-${type}" => merge(record, { type = type }) }
  ]...)

  name    = each.value.name
  type    = each.value.type
  zone_id = each.value.zone.zone_id

  alias {
    evaluate_target_health = true
    name                   = aws_lb.this.dns_name
    zone_id                = aws_lb.this.zone_id
  }
}

# Terraform takes away what refers to a protected thing before AWS refuses to delete it. This goes first, and refuses.
resource "terraform_data" "protection" {
  input = { name = var.name, protected = var.deletion_protection }

  provisioner "local-exec" {
    when = destroy
    command = (
      self.input.protected ?
      join(" ", [
        "echo deletion_protection of the load balancer ${self.input.name} is on:",
        "write false, apply, then destroy && exit 1",
      ]) :
      "exit 0"
    )
  }

  depends_on = [
    aws_lb_listener.this,
    aws_lb_target_group_attachment.alb,
    aws_lb_target_group_attachment.this,
    aws_route53_record.this,
    aws_vpc_endpoint_service.this,
    aws_vpc_security_group_egress_rule.groups,
    aws_vpc_security_group_ingress_rule.clients,
  ]
}
