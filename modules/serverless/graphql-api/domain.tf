resource "aws_appsync_domain_name" "this" {
  count = var.domain == null ? 0 : 1

  domain_name     = var.domain.name
  certificate_arn = var.domain.certificate.arn
  description     = "Domain of the API ${var.name}."
}

resource "aws_appsync_domain_name_api_association" "this" {
  count = var.domain == null ? 0 : 1

  api_id      = aws_appsync_graphql_api.this.id
  domain_name = aws_appsync_domain_name.this[0].domain_name
}
