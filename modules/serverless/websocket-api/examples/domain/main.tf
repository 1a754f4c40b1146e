# The same under a domain of its own.
resource "aws_acm_certificate" "this" {
  domain_name       = "websocket-api.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# A domain takes no certificate that is not proven yet.
resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

module "function" {
  source = "../../../lambda-function"

  name    = "example-websocket-api-domain"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

module "api" {
  source = "../.."

  name = "example-websocket-api-domain"
  domain = {
    name        = "websocket-api.example.com"
    certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
    base_path   = "chat"
  }

  routes = {
    "$connect" = { function = module.function }
    "$default" = { function = module.function, answers = true }
  }
}

output "api" {
  value = module.api
}
