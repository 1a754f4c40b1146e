locals {
  host = "${var.name}.${var.namespace.name}"
}

resource "aws_service_discovery_service" "this" {
  name          = var.name
  description   = var.description
  force_destroy = var.force_destroy
  namespace_id  = var.namespace.private_dns ? null : var.namespace.id
  # Without DNS; with it, the type follows from `dns_config`.
  type = var.namespace.private_dns ? null : "HTTP"

  dynamic "dns_config" {
    for_each = var.namespace.private_dns ? [var.dns] : []

    content {
      namespace_id   = var.namespace.id
      routing_policy = dns_config.value.routing

      dns_records {
        ttl  = dns_config.value.ttl_seconds
        type = dns_config.value.record
      }
    }
  }

  dynamic "health_check_custom_config" {
    for_each = var.reported_health ? [1] : []

    content {
      # AWS has only this one since 2024, and describes it whatever is asked for.
      failure_threshold = 1
    }
  }

  tags = var.tags
}

resource "aws_service_discovery_instance" "this" {
  for_each = var.instances

  instance_id = each.key
  service_id  = aws_service_discovery_service.this.id
  attributes = merge(
    {
      for attribute, value in {
        AWS_INSTANCE_CNAME = each.value.host
        AWS_INSTANCE_IPV4  = each.value.address
        AWS_INSTANCE_PORT  = tostring(coalesce(each.value.port, var.port))
      } :
      attribute => value if value != null
    },
    each.value.attributes,
  )
}
