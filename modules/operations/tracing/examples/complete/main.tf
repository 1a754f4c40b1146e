# Payments are all traced, health checks are not; the collector runs beside a function.
module "tracing" {
  source = "../.."

  name            = "tracing-all"
  collector_image = "public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0"
  indexed         = ["shop.order_id"]
  layer_arn       = aws_lambda_layer_version.opentelemetry.arn

  groups = {
    failed = { filter = "fault = true OR error = true", insights = true }
    slow   = { filter = "responsetime > 2", insights = false }
  }

  sampling = {
    health = { priority = 100, path = "/health", first_per_second = 0, percent = 0 }
    pay = {
      priority         = 200
      attributes       = { tier = "gold" }
      first_per_second = 10
      host             = "*"
      method           = "POST"
      path             = "/payments*"
      percent          = 100
      service          = "payments"
      service_type     = "*"
    }
  }

  tags = { Service = "shop" }
}

module "function" {
  source = "../../../../serverless/lambda-function"

  name      = "example-tracing-complete"
  collector = module.tracing.collector
  handler   = "echo.handlers.api"
  package   = { path = local.package }
}

# AWS publishes the layer in each region. This one stands for it.
resource "aws_lambda_layer_version" "opentelemetry" {
  filename   = local.package
  layer_name = "example-tracing-complete"
}

locals {
  package = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip"
}

output "function" {
  value = module.function
}

output "tracing" {
  value = module.tracing
}
