resource "aws_ses_domain_identity" "this" {
  domain = "probe.example.com"
}

resource "aws_ses_domain_mail_from" "this" {
  domain           = aws_ses_domain_identity.this.domain
  mail_from_domain = "bounce.probe.example.com"
}
