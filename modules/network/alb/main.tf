data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  everyone = var.ipv6 ? { everyone = "0.0.0.0/0", everyone-ipv6 = "::/0" } : { everyone = "0.0.0.0/0" }
  clients = var.clients != null ? var.clients : {
    for name, range in var.internal ? { network = var.network.cidr } : local.everyone :
    name => { cidr = range, prefix_list_id = null, security_group_id = null }
  }

  ingress = merge(
    [
      for port in concat([80, 443], values(var.more_ports)) :
      { for name, client in local.clients : "${name}-${port}" => merge(client, { port = port }) }
    ]...
  )
}

resource "aws_lb" "this" {
  #checkov:skip=CKV_AWS_91: access logs are kept unless the caller turns them off
  #checkov:skip=CKV_AWS_150: deletion protection is on unless the caller turns it off
  #checkov:skip=CKV2_AWS_28: the caller gives web_acl where the internet reaches it
  #checkov:skip=CKV2_AWS_76: the web ACL is the caller's; that of edge/waf knows Log4j
  name                       = var.name
  drop_invalid_header_fields = true
  enable_deletion_protection = var.deletion_protection
  idle_timeout               = var.idle_timeout_seconds
  internal                   = var.internal
  ip_address_type            = var.ipv6 ? "dualstack" : "ipv4"
  load_balancer_type         = "application"
  security_groups            = [aws_security_group.this.id]
  subnets                    = values(var.internal ? var.network.private_subnet_ids : var.network.public_subnet_ids)

  dynamic "access_logs" {
    for_each = var.access_logs == null ? [] : [var.access_logs]

    content {
      bucket  = local.log_bucket
      enabled = true
      prefix  = local.log_prefix
    }
  }

  tags = var.tags

  # Elastic Load Balancing tries whether it can write there.
  depends_on = [aws_s3_bucket_policy.logs]
}

# Of everything else only redirects are sent, so that no request goes over the network in plain text.
resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }

  tags = var.tags
}

resource "aws_lb_listener" "https" {
  certificate_arn   = var.certificate.arn
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = var.tls_policy

  dynamic "mutual_authentication" {
    for_each = local.mutual_tls

    content {
      ignore_client_certificate_expiry = mutual_authentication.value.ignore_expiry
      mode                             = mutual_authentication.value.mode
      trust_store_arn                  = mutual_authentication.value.trust_store
    }
  }

  # Services bring rules of their own. What none of them takes ends here.
  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "application/json"
      message_body = jsonencode({ title = "Not Found", status = 404 })
      status_code  = "404"
    }
  }

  tags = var.tags
}

resource "aws_lb_listener" "more" {
  for_each = { for port in values(var.more_ports) : tostring(port) => port }

  certificate_arn   = var.certificate.arn
  load_balancer_arn = aws_lb.this.arn
  port              = each.value
  protocol          = "HTTPS"
  ssl_policy        = var.tls_policy

  dynamic "mutual_authentication" {
    for_each = local.mutual_tls

    content {
      ignore_client_certificate_expiry = mutual_authentication.value.ignore_expiry
      mode                             = mutual_authentication.value.mode
      trust_store_arn                  = mutual_authentication.value.trust_store
    }
  }

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "application/json"
      message_body = jsonencode({ title = "Not Found", status = 404 })
      status_code  = "404"
    }
  }

  tags = var.tags
}

resource "aws_lb_listener_certificate" "this" {
  for_each = var.more_certificates

  certificate_arn = each.value.arn
  listener_arn    = aws_lb_listener.https.arn
}

resource "aws_lb_listener_certificate" "more" {
  for_each = merge([
    for port in values(var.more_ports) : {
      for name, certificate in var.more_certificates :
      "${port}-${name}" => { arn = certificate.arn, port = tostring(port) }
    }
  ]...)

  certificate_arn = each.value.arn
  listener_arn    = aws_lb_listener.more[each.value.port].arn
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

resource "aws_wafv2_web_acl_association" "this" {
  count = var.web_acl == null ? 0 : 1

  resource_arn = aws_lb.this.arn
  web_acl_arn  = var.web_acl.arn
}

# What it may reach, each service adds: network/alb-service.
resource "aws_security_group" "this" {
  name_prefix = "${var.name}-alb-"
  description = "The load balancer ${var.name}."
  vpc_id      = var.network.id

  tags = merge(var.tags, { Name = "${var.name}-alb" })

  lifecycle {
    create_before_destroy = true
  }
}

# Cognito is asked by its public address.
resource "aws_vpc_security_group_egress_rule" "login" {
  count = var.login ? 1 : 0

  cidr_ipv4         = "0.0.0.0/0"
  description       = "Cognito"
  from_port         = 443
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.this.id
  to_port           = 443

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  #checkov:skip=CKV_AWS_260: port 80 only redirects to 443
  for_each = local.ingress

  cidr_ipv4                    = strcontains(coalesce(each.value.cidr, ":"), ":") ? null : each.value.cidr
  cidr_ipv6                    = strcontains(coalesce(each.value.cidr, " "), ":") ? each.value.cidr : null
  description                  = each.key
  from_port                    = each.value.port
  ip_protocol                  = "tcp"
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  security_group_id            = aws_security_group.this.id
  to_port                      = each.value.port

  tags = var.tags
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
    aws_lb_listener.http,
    aws_lb_listener.https,
    aws_lb_listener.more,
    aws_route53_record.this,
    aws_vpc_security_group_egress_rule.login,
    aws_vpc_security_group_ingress_rule.clients,
  ]
}
