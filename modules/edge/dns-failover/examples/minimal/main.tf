resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38: an example's zone, of a domain that does not exist
  #checkov:skip=CKV2_AWS_39: an example's zone, which is never queried
  name = "dns-failover-minimal.example.com"
}

module "api" {
  source = "../.."

  name = "api.dns-failover-minimal.example.com"
  zone = aws_route53_zone.this

  endpoints = {
    ireland = {
      role      = "primary"
      addresses = ["203.0.113.7"]
      health    = { host = "api.dns-failover-minimal.example.com" }
    }
    frankfurt = { role = "secondary", addresses = ["203.0.113.8"] }
  }
}

output "api" {
  value = module.api
}

output "zone" {
  value = aws_route53_zone.this.zone_id
}
