locals {
  checked = { for name, endpoint in var.endpoints : name => endpoint if endpoint.health != null }

  # What a check asks: an address, or a name.
  asked = {
    for name, endpoint in local.checked : name => {
      address = length(endpoint.addresses) > 0 ? endpoint.addresses[0] : null
      host    = endpoint.load_balancer != null ? endpoint.load_balancer.dns_name : endpoint.host
    }
  }
}

resource "aws_route53_health_check" "this" {
  for_each = local.checked

  cloudwatch_alarm_name   = try(each.value.health.alarm.name, null)
  cloudwatch_alarm_region = try(each.value.health.alarm.region, null)
  enable_sni              = each.value.health.alarm == null && each.value.health.type == "HTTPS" ? true : null
  failure_threshold       = each.value.health.alarm == null ? each.value.health.unhealthy_after : null
  fqdn = (
    each.value.health.alarm != null ? null : try(coalesce(each.value.health.host, local.asked[each.key].host), null)
  )
  insufficient_data_health_status = each.value.health.alarm == null ? null : "LastKnownStatus"
  ip_address                      = each.value.health.alarm == null ? local.asked[each.key].address : null
  port                            = each.value.health.alarm == null ? each.value.health.port : null
  request_interval                = each.value.health.alarm == null ? each.value.health.interval_seconds : null
  resource_path = (
    each.value.health.alarm == null && each.value.health.type != "TCP" ? each.value.health.path :
    null
  )
  type = each.value.health.alarm != null ? "CLOUDWATCH_METRIC" : each.value.health.type

  tags = merge(var.tags, { Name = "${var.name} ${each.key}" })
}

resource "aws_route53_record" "this" {
  for_each = var.endpoints

  health_check_id = try(aws_route53_health_check.this[each.key].id, null)
  name            = var.name
  records = (
    each.value.load_balancer != null ? null : each.value.host != null ? [each.value.host] : each.value.addresses
  )
  set_identifier = each.key
  ttl            = each.value.load_balancer != null ? null : var.ttl_seconds
  type           = each.value.host != null ? "CNAME" : "A"
  zone_id        = var.zone.zone_id

  dynamic "alias" {
    for_each = each.value.load_balancer == null ? [] : [each.value.load_balancer]

    content {
      evaluate_target_health = true
      name                   = alias.value.dns_name
      zone_id                = alias.value.zone_id
    }
  }

  dynamic "failover_routing_policy" {
    for_each = var.policy == "failover" ? [each.value.role] : []

    content {
      type = upper(failover_routing_policy.value)
    }
  }

  dynamic "geolocation_routing_policy" {
    for_each = var.policy == "geolocation" ? [each.value] : []

    content {
      continent = geolocation_routing_policy.value.continent
      country = (
        geolocation_routing_policy.value.continent != null ? null :
        coalesce(geolocation_routing_policy.value.country, "*")
      )
    }
  }

  dynamic "latency_routing_policy" {
    for_each = var.policy == "latency" ? [each.value.region] : []

    content {
      region = latency_routing_policy.value
    }
  }

  dynamic "weighted_routing_policy" {
    for_each = var.policy == "weighted" ? [each.value.weight] : []

    content {
      weight = weighted_routing_policy.value
    }
  }
}
