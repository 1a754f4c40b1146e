resource "aws_vpclattice_target_group" "this" {
  for_each = var.targets

  # What forces replacement is in the name: the successor is there before its predecessor goes.
  name = "${var.name}-${each.key}-${substr(sha1(jsonencode([
    local.kinds[each.key], var.protocol, each.value.port, each.value.protocol, each.value.version, try(
      each.value.network.id,
      null
    )
  ])), 0, 8)}"
  type = local.kinds[each.key]

  dynamic "config" {
    for_each = local.kinds[each.key] == "LAMBDA" ? [] : [each.value]

    content {
      port     = config.value.port
      protocol = var.protocol == "tls" ? "TCP" : upper(config.value.protocol)
      protocol_version = (
        var.protocol == "tls" ? null : { grpc = "GRPC", http1 = "HTTP1", http2 = "HTTP2" }[config.value.version]
      )
      vpc_identifier = config.value.network.id

      # An ALB checks what is behind it itself; behind TLS that is passed on, nothing is known to answer a GET.
      dynamic "health_check" {
        for_each = local.kinds[each.key] == "ALB" ? [] : [config.value.health_check]

        content {
          enabled                       = var.protocol != "tls"
          health_check_interval_seconds = health_check.value.interval_seconds
          health_check_timeout_seconds  = health_check.value.timeout_seconds
          healthy_threshold_count       = health_check.value.healthy_after
          path                          = health_check.value.path
          port                          = health_check.value.port
          protocol                      = upper(config.value.protocol)
          protocol_version              = "HTTP1"
          unhealthy_threshold_count     = health_check.value.unhealthy_after

          matcher {
            value = health_check.value.codes
          }
        }
      }
    }
  }

  dynamic "config" {
    for_each = local.kinds[each.key] == "LAMBDA" ? [1] : []

    content {
      lambda_event_structure_version = "V2"
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  members = merge([
    for key, target in var.targets : merge(
      {
        for name, id in target.function == null ? {} :
        { function = target.function.arn } : "${key}-${name}" => { id = id, port = null, target = key }
      },
      {
        for name, id in target.load_balancer == null ? {} :
        { load-balancer = target.load_balancer.arn } : "${key}-${name}" => {
          id            = id
          port          = target.port
          target        = key
        }
      },
      {
        for name, id in merge(target.addresses, target.instances) :
        "${key}-${name}" => { id = id, port = target.port, target = key }
      },
    )
  ]...)
}

resource "aws_vpclattice_target_group_attachment" "this" {
  for_each = local.members

  target_group_identifier = aws_vpclattice_target_group.this[each.value.target].id

  target {
    id   = each.value.id
    port = each.value.port
  }

  depends_on = [aws_lambda_permission.this]
}

resource "aws_lambda_permission" "this" {
  for_each = { for key, target in var.targets : key => target.function if target.function != null }

  statement_id  = "${var.name}-${each.key}-lattice"
  action        = "lambda:InvokeFunction"
  function_name = each.value.name
  principal     = "vpc-lattice.amazonaws.com"
  qualifier     = each.value.alias
  source_arn    = aws_vpclattice_target_group.this[each.key].arn
}
