# How targets are checked: by a connection, or the answer to a request. An Application
# Load Balancer is asked by a request, and whatever it answers shows that it is there.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html
locals {
  health = {
    for key, listener in local.listeners : key => merge(listener.health_check, {
      codes = coalesce(listener.health_check.codes, listener.alb == null ? "200-399" : "200-499")
      path  = coalesce(listener.health_check.path, "/")
      port  = try(listener.health_check.port, null) == null ? listener.target_port : listener.health_check.port
      protocol = coalesce(
        listener.health_check.protocol,
        listener.alb != null ? (listener.target_port == 443 ? "HTTPS" : "HTTP") :
        listener.health_check.path == null ? "TCP" : "HTTP",
      )
    })
  }

  # What cannot be changed in a target group is in its name, so that the next one is made before the listener leaves
  # the last.
  fixed = {
    for key, listener in local.listeners : key => substr(sha1(jsonencode(
      [var.name, key, listener.target_port, listener.target_protocol, listener.target_type]
    )), 0, 8)
  }

  targets = merge([
    for key, listener in local.listeners : {
      for name, target in listener.targets :
      "${key}-${name}" => merge(target, { listener = key, port = coalesce(target.port, listener.target_port) })
    }
  ]...)
}

resource "aws_lb_target_group" "this" {
  for_each = local.listeners

  name                              = "${trim(substr(var.name, 0, 23), "-")}-${local.fixed[each.key]}"
  connection_termination            = each.value.alb == null ? true : null
  deregistration_delay              = each.value.deregistration_seconds
  load_balancing_cross_zone_enabled = "use_load_balancer_configuration"
  port                              = each.value.target_port
  preserve_client_ip                = each.value.alb == null ? tostring(local.keeps_client_ip[each.key]) : null
  protocol                          = each.value.target_protocol
  proxy_protocol_v2                 = each.value.proxy_protocol
  target_type                       = each.value.target_type
  vpc_id                            = var.network.id

  health_check {
    healthy_threshold   = local.health[each.key].healthy_after
    interval            = local.health[each.key].interval_seconds
    matcher             = local.health[each.key].protocol == "TCP" ? null : local.health[each.key].codes
    path                = local.health[each.key].protocol == "TCP" ? null : local.health[each.key].path
    port                = local.health[each.key].port
    protocol            = local.health[each.key].protocol
    timeout             = local.health[each.key].timeout_seconds
    unhealthy_threshold = local.health[each.key].unhealthy_after
  }

  # AWS knows no stickiness of TLS, nor of an Application Load Balancer, which has its own.
  dynamic "stickiness" {
    for_each = each.value.target_protocol == "TLS" || each.value.alb != null ? [] : [each.value.sticky]

    content {
      enabled = stickiness.value
      type    = "source_ip"
    }
  }

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  # AWS's own defaults, written out so that an input taken away is undone. UDP always keeps them.
  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
  keeps_client_ip = {
    for key, listener in local.listeners : key => contains(["TCP_UDP", "UDP"], listener.target_protocol) ? true :
    coalesce(
      listener.keep_client_ip, listener.target_type == "instance"
    )
  }
}

resource "aws_lb_target_group_attachment" "this" {
  for_each = local.targets

  availability_zone = each.value.zone
  port              = each.value.port
  target_group_arn  = aws_lb_target_group.this[each.value.listener].arn
  target_id         = each.value.id
}

# AWS takes an Application Load Balancer only on a port that it listens on.
resource "aws_lb_target_group_attachment" "alb" {
  for_each = { for key, listener in local.listeners : key => listener.alb if listener.alb != null }

  port             = local.listeners[each.key].target_port
  target_group_arn = aws_lb_target_group.this[each.key].arn
  target_id        = each.value.arn
}
