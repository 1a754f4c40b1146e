locals {
  # One group of endpoints for each listener and region.
  groups = merge([
    for name, listener in var.listeners :
    {
      for region, group in listener.groups : "${name}-${region}" => merge(group, { listener = name, region = region })
    }
  ]...)
  first = var.listeners[sort(keys(var.listeners))[0]]
}

resource "aws_globalaccelerator_accelerator" "this" {
  #checkov:skip=CKV_AWS_75: the caller knows whether there is a bucket for flow logs
  name            = var.name
  ip_address_type = var.ipv6 ? "DUAL_STACK" : "IPV4"

  dynamic "attributes" {
    for_each = var.flow_logs == null ? [] : [var.flow_logs]

    content {
      flow_logs_enabled   = true
      flow_logs_s3_bucket = attributes.value.bucket.name
      flow_logs_s3_prefix = attributes.value.prefix
    }
  }

  tags = var.tags
}

resource "aws_globalaccelerator_listener" "this" {
  for_each = var.listeners

  accelerator_arn = aws_globalaccelerator_accelerator.this.arn
  client_affinity = each.value.sticky ? "SOURCE_IP" : "NONE"
  protocol        = each.value.protocol

  dynamic "port_range" {
    for_each = each.value.ports

    content {
      from_port = port_range.value
      to_port   = port_range.value
    }
  }
}

resource "aws_globalaccelerator_endpoint_group" "this" {
  for_each = local.groups

  endpoint_group_region         = each.value.region
  health_check_interval_seconds = each.value.health_check.interval_seconds
  health_check_path             = each.value.health_check.protocol == "TCP" ? null : each.value.health_check.path
  health_check_port             = coalesce(each.value.health_check.port, var.listeners[each.value.listener].ports[0])
  health_check_protocol         = each.value.health_check.protocol
  listener_arn                  = aws_globalaccelerator_listener.this[each.value.listener].arn
  threshold_count               = each.value.health_check.unhealthy_after
  traffic_dial_percentage       = each.value.dial_percent

  dynamic "endpoint_configuration" {
    for_each = each.value.endpoints

    content {
      client_ip_preservation_enabled = endpoint_configuration.value.keep_client_ip
      endpoint_id                    = endpoint_configuration.value.id
      weight                         = endpoint_configuration.value.weight
    }
  }
}
