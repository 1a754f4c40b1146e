locals {
  is_function = var.function != null
  target_type = local.is_function ? "lambda" : var.target_type

  # What cannot be changed in a target group is in its name, with what is cut off of the service's, so that the
  # next one is created before rules leave the last.
  fixed             = sha1(jsonencode([var.name, local.target_type, var.port, var.protocol, var.protocol_version]))
  target_group_name = "${trim(substr(var.name, 0, 23), "-")}-${substr(local.fixed, 0, 8)}"

  # Of gRPC, Elastic Load Balancing's own defaults: a server that knows no such method answers 12.
  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
  grpc         = var.protocol_version == "GRPC"
  health_path  = coalesce(var.health_check.path, local.grpc ? "/AWS.ALB/healthcheck" : "/health")
  health_codes = coalesce(var.health_check.codes, local.grpc ? "12" : "200")
  health_port  = try(var.health_check.port, null) == null ? var.port : var.health_check.port
}

resource "aws_lb_target_group" "this" {
  #checkov:skip=CKV_AWS_378: TLS ends at the load balancer unless the caller writes protocol = "HTTPS"
  name                              = local.target_group_name
  deregistration_delay              = local.is_function ? null : var.deregistration_seconds
  load_balancing_cross_zone_enabled = local.is_function ? null : "use_load_balancer_configuration"
  port                              = local.is_function ? null : var.port
  protocol                          = local.is_function ? null : var.protocol
  protocol_version                  = local.is_function ? null : var.protocol_version
  slow_start                        = local.is_function ? null : var.slow_start_seconds
  target_type                       = local.target_type
  vpc_id                            = local.is_function ? null : var.listener.network_id

  dynamic "health_check" {
    for_each = local.is_function ? [] : [var.health_check]

    content {
      healthy_threshold   = health_check.value.healthy_after
      interval            = health_check.value.interval_seconds
      matcher             = local.health_codes
      path                = local.health_path
      port                = local.health_port
      protocol            = var.protocol
      timeout             = health_check.value.timeout_seconds
      unhealthy_threshold = health_check.value.unhealthy_after
    }
  }

  # Written out when it is off, so that an input taken away is undone.
  dynamic "stickiness" {
    for_each = local.is_function ? [] : [var.sticky]

    content {
      cookie_duration = try(stickiness.value.seconds, 86400)
      cookie_name     = try(stickiness.value.cookie, null)
      enabled         = stickiness.value != null
      type            = try(stickiness.value.cookie, null) == null ? "lb_cookie" : "app_cookie"
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true

    precondition {
      condition = !local.grpc || alltrue([for code in regexall("[0-9]+", local.health_codes) : tonumber(code) <= 99])
      error_message = join(" ", [
        "health_check.codes is \"${local.health_codes}\" of gRPC: write its own codes, 0 to 99, for example",
        "\"0\" or \"0-99\".",
      ])
    }
  }
}

# By priority, which a listener has once: a route under another name stays the same rule.
resource "aws_lb_listener_rule" "this" {
  for_each = { for route in var.routes : route.priority => route }

  listener_arn = var.listener.listener_arn
  priority     = each.value.priority

  dynamic "action" {
    for_each = each.value.login == null ? [] : [each.value.login]

    content {
      type = "authenticate-cognito"

      authenticate_cognito {
        on_unauthenticated_request = action.value.redirect ? "authenticate" : "deny"
        user_pool_arn              = action.value.user_pool_arn
        user_pool_client_id        = action.value.client_id
        user_pool_domain           = action.value.domain
      }
    }
  }

  dynamic "action" {
    for_each = length(each.value.others) == 0 ? [aws_lb_target_group.this.arn] : []

    content {
      type             = "forward"
      target_group_arn = action.value
    }
  }

  dynamic "action" {
    for_each = length(each.value.others) == 0 ? [] : [each.value]

    content {
      type = "forward"

      forward {
        target_group {
          arn    = aws_lb_target_group.this.arn
          weight = action.value.weight
        }

        dynamic "target_group" {
          for_each = action.value.others

          content {
            arn    = target_group.value.service.target_group_arn
            weight = target_group.value.weight
          }
        }
      }
    }
  }

  dynamic "condition" {
    for_each = length(each.value.hosts) == 0 ? [] : [each.value.hosts]

    content {
      host_header {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = length(each.value.paths) == 0 ? [] : [each.value.paths]

    content {
      path_pattern {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = length(each.value.methods) == 0 ? [] : [each.value.methods]

    content {
      http_request_method {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.headers

    content {
      http_header {
        http_header_name = condition.key
        values           = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.queries

    content {
      dynamic "query_string" {
        for_each = condition.value

        content {
          key   = condition.key
          value = query_string.value
        }
      }
    }
  }

  dynamic "condition" {
    for_each = length(each.value.sources) == 0 ? [] : [each.value.sources]

    content {
      source_ip {
        values = condition.value
      }
    }
  }

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_lb_target_group_attachment" "function" {
  count = var.function == null ? 0 : 1

  target_group_arn = aws_lb_target_group.this.arn
  target_id        = var.function.arn

  depends_on = [aws_lambda_permission.function]
}

resource "aws_lambda_permission" "function" {
  count = var.function == null ? 0 : 1

  statement_id  = "${var.name}-alb"
  action        = "lambda:InvokeFunction"
  function_name = var.function.name
  principal     = "elasticloadbalancing.amazonaws.com"
  qualifier     = var.function.alias
  source_arn    = aws_lb_target_group.this.arn
}

# The way from the load balancer to the targets, and nowhere else.
locals {
  ways = (
    var.security_group == null ? {} :
    merge({ requests = var.port }, local.health_port == var.port ? {} : { health = local.health_port })
  )
}

resource "aws_vpc_security_group_egress_rule" "listener" {
  for_each = local.ways

  description                  = "${var.name}: ${each.key}"
  from_port                    = each.value
  ip_protocol                  = "tcp"
  referenced_security_group_id = var.security_group.id
  security_group_id            = var.listener.security_group_id
  to_port                      = each.value

  tags = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "targets" {
  for_each = local.ways

  description                  = "The load balancer: ${each.key}"
  from_port                    = each.value
  ip_protocol                  = "tcp"
  referenced_security_group_id = var.listener.security_group_id
  security_group_id            = var.security_group.id
  to_port                      = each.value

  tags = var.tags
}
