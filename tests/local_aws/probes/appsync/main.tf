resource "aws_acm_certificate" "this" {
  domain_name       = "graphql.probe.example.com"
  validation_method = "DNS"
}

resource "aws_appsync_graphql_api" "this" {
  name                = "probe"
  authentication_type = "AWS_IAM"
}

resource "aws_appsync_domain_name" "this" {
  domain_name     = aws_acm_certificate.this.domain_name
  certificate_arn = aws_acm_certificate.this.arn
  description     = "Orders and users."
}

resource "aws_appsync_domain_name_api_association" "this" {
  api_id      = aws_appsync_graphql_api.this.id
  domain_name = aws_appsync_domain_name.this.domain_name
}
