resource "aws_api_gateway_domain_name" "this" {
  count = var.domain == null ? 0 : 1

  domain_name              = var.domain.name
  certificate_arn          = var.endpoint.type == "EDGE" ? var.domain.certificate.arn : null
  regional_certificate_arn = var.endpoint.type == "REGIONAL" ? var.domain.certificate.arn : null
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = [var.endpoint.type]
  }

  tags = var.tags
}

resource "aws_api_gateway_base_path_mapping" "this" {
  count = var.domain == null ? 0 : 1

  api_id      = aws_api_gateway_rest_api.this.id
  base_path   = var.domain.base_path
  domain_name = aws_api_gateway_domain_name.this[0].domain_name
  stage_name  = aws_api_gateway_stage.this.stage_name
}
