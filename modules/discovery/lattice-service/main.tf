locals {
  kinds = {
    for key, target in var.targets :
    key => target.function != null ? "LAMBDA" :
    target.load_balancer != null ? "ALB" : length(target.instances) > 0 ? "INSTANCE" : "IP"
  }
  protocol = { http = "HTTP", https = "HTTPS", tls = "TLS_PASSTHROUGH" }[var.protocol]
  port     = coalesce(var.port, { http = 80, https = 443, tls = 443 }[var.protocol])
}

resource "aws_vpclattice_service" "this" {
  name               = var.name
  auth_type          = var.callers == null ? "NONE" : "AWS_IAM"
  certificate_arn    = try(var.domain.certificate.arn, null)
  custom_domain_name = try(var.domain.name, null)

  tags = var.tags
}

resource "aws_vpclattice_service_network_service_association" "this" {
  for_each = var.lattices

  service_identifier         = aws_vpclattice_service.this.id
  service_network_identifier = each.value.id

  tags = var.tags
}

resource "aws_vpclattice_auth_policy" "this" {
  count = var.callers == null ? 0 : 1

  resource_identifier = aws_vpclattice_service.this.arn
  policy              = data.aws_iam_policy_document.this[0].json
}

data "aws_iam_policy_document" "this" {
  count = var.callers == null ? 0 : 1

  statement {
    actions   = ["vpc-lattice-svcs:Invoke"]
    resources = ["${aws_vpclattice_service.this.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = [for caller in var.callers : caller.role_arn]
    }
  }
}

resource "aws_vpclattice_listener" "this" {
  name               = var.protocol
  port               = local.port
  protocol           = local.protocol
  service_identifier = aws_vpclattice_service.this.id

  default_action {
    dynamic "fixed_response" {
      for_each = length(var.forward) == 0 ? [1] : []

      content {
        status_code = 404
      }
    }

    dynamic "forward" {
      for_each = length(var.forward) == 0 ? [] : [var.forward]

      content {
        dynamic "target_groups" {
          for_each = forward.value

          content {
            target_group_identifier = aws_vpclattice_target_group.this[target_groups.key].id
            weight                  = target_groups.value
          }
        }
      }
    }
  }

  tags = var.tags
}

# By priority, which a listener has once: a route under another name stays the same rule.
resource "aws_vpclattice_listener_rule" "this" {
  for_each = { for route in var.routes : route.priority => route }

  # With its priority in it: of a rule whose priority alone changes, provider 5 sends nothing, and plans it for ever.
  name                = "priority-${each.key}"
  listener_identifier = aws_vpclattice_listener.this.listener_id
  priority            = each.value.priority
  service_identifier  = aws_vpclattice_service.this.id

  action {
    forward {
      dynamic "target_groups" {
        for_each = each.value.forward

        content {
          target_group_identifier = aws_vpclattice_target_group.this[target_groups.key].id
          weight                  = target_groups.value
        }
      }
    }
  }

  match {
    http_match {
      method = each.value.method

      dynamic "header_matches" {
        for_each = each.value.headers

        content {
          name = header_matches.key

          match {
            exact = header_matches.value
          }
        }
      }

      dynamic "path_match" {
        for_each = each.value.path == null ? [] : [each.value.path]

        content {
          case_sensitive = true

          match {
            exact  = endswith(path_match.value, "*") ? null : path_match.value
            prefix = endswith(path_match.value, "*") ? trimsuffix(path_match.value, "*") : null
          }
        }
      }
    }
  }

  tags = var.tags
}
