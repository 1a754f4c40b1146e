# What the load balancer answers itself. By priority, which a listener has once: under another name it stays the same
# rule.
resource "aws_lb_listener_rule" "answers" {
  for_each = { for answer in var.answers : answer.priority => answer }

  listener_arn = aws_lb_listener.https.arn
  priority     = each.value.priority

  dynamic "action" {
    for_each = each.value.redirect == null ? [] : [each.value.redirect]

    content {
      type = "redirect"

      redirect {
        host        = action.value.host
        path        = action.value.path
        port        = action.value.port
        protocol    = action.value.protocol
        query       = action.value.query
        status_code = action.value.permanent ? "HTTP_301" : "HTTP_302"
      }
    }
  }

  dynamic "action" {
    for_each = each.value.response == null ? [] : [each.value.response]

    content {
      type = "fixed-response"

      fixed_response {
        content_type = action.value.content_type
        message_body = action.value.body
        status_code  = action.value.code
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
