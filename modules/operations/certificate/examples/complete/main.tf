# A domain with all names under it, and the same certificate again for the CDN, which the first one's records validate.
# Yours is made in us-east-1: `providers = { aws = aws.us_east_1 }`.
resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38: the registrar of a real zone takes its DNSSEC keys
  #checkov:skip=CKV2_AWS_39: an example logs no queries
  name = "example-certificate-complete.org"
}

module "alarms" {
  source = "../../../../messaging/sns-topic"

  name = "example-certificate-complete"
}

module "certificate" {
  source = "../.."

  name              = "example-certificate-complete.org"
  alarm_actions     = [module.alarms.arn]
  alarm_days        = 21
  alternative_names = ["*.example-certificate-complete.org", "api.eu.example-certificate-complete.org"]
  key_algorithm     = "RSA_2048"
  zone              = aws_route53_zone.this

  tags = { Service = "platform" }
}

module "for_cdn" {
  source = "../.."

  name              = "example-certificate-complete.org"
  alternative_names = ["*.example-certificate-complete.org", "api.eu.example-certificate-complete.org"]
  validated_by      = module.certificate
}

output "certificate" {
  value = module.certificate
}

output "for_cdn" {
  value = module.for_cdn
}

output "zone_id" {
  value = aws_route53_zone.this.zone_id
}
