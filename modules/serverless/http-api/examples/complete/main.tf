# An API for a shop's app: customers by the tokens of a user pool, partners by a function that knows their keys, the
# services in the network through a VPC link; a domain of its own, logs under the domain's key, alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-http-api-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-http-api-complete"
  kms_master_key_id = module.key.arn
}

resource "aws_cognito_user_pool" "customers" {
  name = "example-http-api-complete"
}

resource "aws_cognito_user_pool_client" "app" {
  name                = "app"
  explicit_auth_flows = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH"]
  user_pool_id        = aws_cognito_user_pool.customers.id
}

module "network" {
  source = "../../../../../examples/network"

  name = "example-http-api-complete"
}

# Where the services in the network register. They let in module.api.security_group_id.
resource "aws_service_discovery_http_namespace" "services" {
  name = "example-http-api-complete"
}

resource "aws_service_discovery_service" "prices" {
  name         = "prices"
  namespace_id = aws_service_discovery_http_namespace.services.id
}

resource "aws_acm_certificate" "this" {
  domain_name       = "http-api.example.com"
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# A domain takes no certificate that is not proven yet.
resource "aws_acm_certificate_validation" "this" {
  certificate_arn = aws_acm_certificate.this.arn
}

# What requests become without a function: messages, events and executions.
module "feedback" {
  source = "../../../../messaging/sqs-queue"

  name = "example-http-api-complete-feedback"
}

resource "aws_cloudwatch_event_bus" "shop" {
  name = "example-http-api-complete"
}

module "shipping" {
  source = "../../../state-machine"

  name       = "example-http-api-complete-shipping"
  definition = jsonencode({ StartAt = "Done", TimeoutSeconds = 60, States = { Done = { Type = "Pass", End = true } } })
}

module "function" {
  source = "../../../lambda-function"

  name    = "example-http-api-complete"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
  alias   = {}
}

module "reports" {
  source = "../../../lambda-function"

  name    = "example-http-api-complete-reports"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

module "partners" {
  source = "../../../lambda-function"

  name    = "example-http-api-complete-partners"
  handler = "echo.handlers.authorize"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

module "api" {
  source = "../.."

  name                       = "example-http-api-complete"
  description                = "Orders, for the app and for partners."
  alarm_actions              = [aws_sns_topic.alarms.arn]
  alarm_client_error_percent = 50
  alarm_latency_ms           = 1000
  cors                       = { origins = ["https://shop.example.com", "https://admin.example.com"] }
  domain = {
    name        = "http-api.example.com"
    certificate = { arn = aws_acm_certificate_validation.this.certificate_arn }
    base_path   = "shop"
    apis        = { "shop/admin" = module.admin }
  }
  log       = { retention_days = 90, kms_key = module.key }
  network   = module.network
  throttle  = { rate = 50, burst = 100 }
  variables = { currency = "EUR" }

  authorizers = {
    customers = {
      jwt = {
        issuer    = "https://${aws_cognito_user_pool.customers.endpoint}"
        audiences = [aws_cognito_user_pool_client.app.id]
      }
    }
    partners = {
      function         = module.partners
      identity_sources = ["$request.header.X-Partner"]
    }
  }

  routes = {
    "GET /health" = {
      function      = module.function
      authorization = "NONE"
      throttle      = { rate = 1, burst = 5 }
      timeout_ms    = 3000
    }
    "GET /orders/{order}" = { function = module.function, authorization = "customers" }
    "GET /account" = {
      function      = module.function
      authorization = "customers"
      scopes        = ["aws.cognito.signin.user.admin"]
    }
    "POST /orders"           = { function = module.function, authorization = "customers", scopes = ["orders/write"] }
    "POST /partner/orders"   = { function = module.function, authorization = "partners" }
    "GET /reports"           = { function = module.reports }
    "GET /partners/{proxy+}" = { url = "https://partners.example.com/v2/{proxy}", authorization = "NONE" }
    "POST /feedback"         = { queue = module.feedback, authorization = "NONE", timeout_ms = 5000 }
    "POST /shipments"        = { state_machine = module.shipping, authorization = "NONE" }
    "POST /visits" = {
      event_bus     = aws_cloudwatch_event_bus.shop
      detail_type   = "Visited"
      event_source  = "example.shop"
      authorization = "NONE"
    }
    "ANY /prices/{proxy+}" = { registry = aws_service_discovery_service.prices, authorization = "customers" }
  }

  tags = { Service = "orders" }
}

# Another API under the same domain.
module "admin" {
  source = "../.."

  name   = "example-http-api-complete-admin"
  routes = { "GET /reports" = { function = module.reports, authorization = "NONE" } }
}

output "admin" {
  value = module.admin
}

output "api" {
  value = module.api
}

output "app" {
  value = { client_id = aws_cognito_user_pool_client.app.id, user_pool_id = aws_cognito_user_pool.customers.id }
}

output "prices" {
  value = { id = aws_service_discovery_service.prices.id }
}

output "feedback" {
  value = module.feedback
}

output "shipping" {
  value = module.shipping
}
