locals {
  # The domain made here, or one that exists already.
  domain_name = try(aws_api_gateway_domain_name.this[0].domain_name, var.domain.name, null)
}

resource "aws_api_gateway_domain_name" "this" {
  count = var.domain == null ? 0 : var.domain.certificate == null ? 0 : 1

  domain_name              = var.domain.name
  certificate_arn          = var.endpoint.type == "EDGE" ? var.domain.certificate.arn : null
  regional_certificate_arn = var.endpoint.type == "REGIONAL" ? var.domain.certificate.arn : null
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = [var.endpoint.type]
  }

  dynamic "mutual_tls_authentication" {
    for_each = var.domain.truststore == null ? [] : [var.domain.truststore]

    content {
      truststore_uri     = "s3://${mutual_tls_authentication.value.bucket.name}/${mutual_tls_authentication.value.key}"
      truststore_version = mutual_tls_authentication.value.version
    }
  }

  tags = var.tags
}

resource "aws_api_gateway_base_path_mapping" "this" {
  count = var.domain == null ? 0 : 1

  api_id      = aws_api_gateway_rest_api.this.id
  base_path   = var.domain.base_path
  domain_name = local.domain_name
  stage_name  = aws_api_gateway_stage.this.stage_name
}

# HTTP APIs, too, which the older mapping does not know.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
resource "aws_apigatewayv2_api_mapping" "apis" {
  for_each = var.domain == null ? {} : var.domain.apis

  api_id          = each.value.id
  api_mapping_key = each.key
  domain_name     = local.domain_name
  stage           = each.value.stage
}
