# An API at a domain of its own, beside others under the same, that keeps answers which may be a minute old.
resource "aws_acm_certificate" "this" {
  domain_name       = "rest-api.example.com"
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

  name    = "example-rest-api-domain"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

module "api" {
  source = "../.."

  name = "example-rest-api-domain"
  domain = {
    name        = "rest-api.example.com"
    certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
    base_path   = "shop"
  }
  cache = { ttl_seconds = 60 }

  routes = {
    "GET /orders/{order}" = { function = module.function }
    "GET /prices/{item}"  = { function = module.function, cache_seconds = 2 }
    "GET /stock/{item}"   = { function = module.function, cache_seconds = 0 }
  }
}

# An HTTP API that joins the domain.
module "prices" {
  source = "../../../http-api"

  name   = "example-rest-api-domain-prices"
  domain = { name = module.api.domain.name, base_path = "prices" }
  routes = { "GET /list" = { function = module.function, authorization = "NONE" } }
}

output "api" {
  value = module.api
}

output "prices" {
  value = module.prices
}
