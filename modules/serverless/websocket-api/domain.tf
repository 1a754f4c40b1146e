locals {
  # The domain made here, or one that exists already.
  domain_name = try(aws_apigatewayv2_domain_name.this[0].id, var.domain.name, null)
}

resource "aws_apigatewayv2_domain_name" "this" {
  count = var.domain == null ? 0 : var.domain.certificate == null ? 0 : 1

  domain_name = var.domain.name

  domain_name_configuration {
    certificate_arn = var.domain.certificate.arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }

  tags = var.tags
}

resource "aws_apigatewayv2_api_mapping" "this" {
  count = var.domain == null ? 0 : 1

  api_id          = aws_apigatewayv2_api.this.id
  api_mapping_key = var.domain.base_path
  domain_name     = local.domain_name
  stage           = aws_apigatewayv2_stage.this.id
}

resource "aws_apigatewayv2_api_mapping" "apis" {
  for_each = var.domain == null ? {} : var.domain.apis

  api_id          = each.value.id
  api_mapping_key = each.key
  domain_name     = local.domain_name
  stage           = each.value.stage
}
