# A certificate for one name, validated by a record in the zone.
resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38: the registrar of a real zone takes its DNSSEC keys
  #checkov:skip=CKV2_AWS_39: an example logs no queries
  name = "example-certificate-minimal.org"
}

module "certificate" {
  source = "../.."

  name = "shop.example-certificate-minimal.org"
  zone = aws_route53_zone.this
}

output "certificate" {
  value = module.certificate
}
