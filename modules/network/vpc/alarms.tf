locals {
  alarmed_nat_zones = length(var.alarm_actions) > 0 ? toset(local.nat_zones) : []
}

resource "aws_cloudwatch_metric_alarm" "nat_ports" {
  for_each = local.alarmed_nat_zones

  alarm_name = "${var.name}-nat-${each.key}-ports"
  alarm_description = join(" ", [
    "The NAT gateway of zone ${each.key} refuses connections: too many at once to one destination. Use an",
    "endpoint, or spread the load.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { NatGatewayId = aws_nat_gateway.this[each.key].id }
  evaluation_periods  = 3
  metric_name         = "ErrorPortAllocation"
  namespace           = "AWS/NATGateway"
  period              = 60
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

# AWS takes drops above a hundredth of a percent of the traffic for a fault of the gateway.
# https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
resource "aws_cloudwatch_metric_alarm" "nat_drops" {
  for_each = local.alarmed_nat_zones

  alarm_name = "${var.name}-nat-${each.key}-drops"
  alarm_description = join(" ", [
    "The NAT gateway of zone ${each.key} drops more than 0.01 % of the packets: see the AWS",
    "Health Dashboard.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 5
  threshold           = 0.01
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "share"
    expression  = "100 * dropped / (sent + returned)"
    label       = "Dropped packets (%)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { dropped = "PacketsDropCount", returned = "PacketsInFromDestination", sent = "PacketsInFromSource" }

    content {
      id = metric_query.key

      metric {
        dimensions  = { NatGatewayId = aws_nat_gateway.this[each.key].id }
        metric_name = metric_query.value
        namespace   = "AWS/NATGateway"
        period      = 60
        stat        = "Sum"
      }
    }
  }

  tags = var.tags
}
