resource "aws_route53_zone" "this" {
  name = "mail.example.com"
}
resource "aws_ses_domain_identity" "this" {
  domain = "mail.example.com"
}
resource "aws_ses_domain_dkim" "this" {
  domain = aws_ses_domain_identity.this.domain
}
resource "aws_route53_record" "dkim" {
  count   = 3
  zone_id = aws_route53_zone.this.zone_id
  name    = "${aws_ses_domain_dkim.this.dkim_tokens[count.index]}._domainkey"
  type    = "CNAME"
  ttl     = 600
  records = ["${aws_ses_domain_dkim.this.dkim_tokens[count.index]}.dkim.amazonses.com"]
}
resource "aws_ses_domain_mail_from" "this" {
  domain           = aws_ses_domain_identity.this.domain
  mail_from_domain = "bounce.mail.example.com"
}
resource "aws_ses_email_identity" "this" {
  email = "me@example.com"
}
resource "aws_ses_configuration_set" "this" {
  name = "main"
}
resource "aws_ses_template" "this" {
  name    = "welcome"
  subject = "Hi {{name}}"
  html    = "<h1>Hi</h1>"
  text    = "Hi"
}
resource "aws_sesv2_configuration_set" "this" {
  configuration_set_name = "v2"
  delivery_options {
    tls_policy = "REQUIRE"
  }
}
resource "aws_sesv2_email_identity" "this" {
  email_identity         = "example.org"
  configuration_set_name = aws_sesv2_configuration_set.this.configuration_set_name
}
