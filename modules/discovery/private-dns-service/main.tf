locals {
  host = "${var.name}.${var.zone.name}"
}

resource "aws_route53_record" "this" {
  name    = local.host
  records = var.load_balancer != null ? null : var.host != null ? [var.host] : var.addresses
  ttl     = var.load_balancer != null ? null : var.ttl_seconds
  type    = var.host != null ? "CNAME" : "A"
  zone_id = var.zone.zone_id

  dynamic "alias" {
    for_each = var.load_balancer == null ? [] : [var.load_balancer]

    content {
      evaluate_target_health = true
      name                   = alias.value.dns_name
      zone_id                = alias.value.zone_id
    }
  }

  lifecycle {
    precondition {
      condition = length([
        for given in [var.load_balancer != null, var.host != null, length(var.addresses) > 0] : given if given
      ]) == 1
      error_message = join(" ", [
        "${var.name} stands for ${length(var.addresses)}",
        "addresses${var.host == null ? "" : ", a host"}${var.load_balancer == null ? "" : ", a load balancer"}:",
        "write exactly one of addresses, host and load_balancer.",
      ])
    }
  }
}
