# A name for the nearest region, one whose next version gets a tenth of the calls, and one by where the caller is.
resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38: an example's zone, of a domain that does not exist
  #checkov:skip=CKV2_AWS_39: an example's zone, which is never queried
  name = "dns-failover-complete.example.com"
}

resource "aws_cloudwatch_metric_alarm" "orders" {
  alarm_name          = "example-dns-failover-complete-orders"
  alarm_description   = "Orders fail in this region."
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  metric_name         = "Failed"
  namespace           = "Example"
  period              = 60
  statistic           = "Sum"
  threshold           = 10
  treat_missing_data  = "notBreaching"
}

module "nearest" {
  source = "../.."

  name        = "api.dns-failover-complete.example.com"
  policy      = "latency"
  ttl_seconds = 30
  zone        = aws_route53_zone.this

  endpoints = {
    ireland = {
      region    = "eu-west-1"
      addresses = ["203.0.113.7", "203.0.113.9"]
      health    = { type = "TCP", port = 8443, interval_seconds = 10 }
    }
    frankfurt = {
      region    = "eu-central-1"
      addresses = ["203.0.113.8"]
      health    = { alarm = { name = aws_cloudwatch_metric_alarm.orders.alarm_name, region = "eu-west-1" } }
    }
  }

  tags = { Example = "dns-failover-complete" }
}

module "shared" {
  source = "../.."

  name   = "shop.dns-failover-complete.example.com"
  policy = "weighted"
  zone   = aws_route53_zone.this

  endpoints = {
    now  = { host = "now.shop.example.net", weight = 90, health = { path = "/ready", unhealthy_after = 2 } }
    next = { host = "next.shop.example.net", weight = 10 }
  }
}

module "by_place" {
  source = "../.."

  name   = "news.dns-failover-complete.example.com"
  policy = "geolocation"
  zone   = aws_route53_zone.this

  endpoints = {
    europe    = { continent = "EU", addresses = ["203.0.113.7"] }
    japan     = { country = "JP", addresses = ["203.0.113.10"] }
    elsewhere = { addresses = ["203.0.113.8"] }
  }
}

output "nearest" {
  value = module.nearest
}

output "zone" {
  value = aws_route53_zone.this.zone_id
}
