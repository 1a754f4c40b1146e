# An API for partners: keys with a usage plan, checked bodies and queries, a route that is open, logs under the domain's
# key, alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-rest-api-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-rest-api-complete"
  kms_master_key_id = module.key.arn
}

module "function" {
  source = "../../../lambda-function"

  name    = "example-rest-api-complete"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
  alias   = {}
}

module "waf" {
  source = "../../../../edge/waf"

  name = "example-rest-api-complete"
}

module "api" {
  source = "../.."

  name                       = "example-rest-api-complete"
  description                = "Orders, for partners."
  alarm_actions              = [aws_sns_topic.alarms.arn]
  alarm_client_error_percent = 50
  alarm_latency_ms           = 1000
  cors                       = { origins = ["https://shop.example.com", "https://admin.example.com"] }
  log                        = { retention_days = 90, kms_key = module.key }
  minimum_compression_bytes  = 1024
  throttle                   = { rate = 50, burst = 100 }
  web_acl                    = module.waf

  routes = {
    "GET /health" = {
      function      = module.function
      authorization = "NONE"
      timeout_ms    = 3000
    }
    "GET /orders" = {
      function         = module.function
      authorization    = "NONE"
      api_key_required = true
      query            = { customer = { required = true }, page = {} }
    }
    "POST /orders" = {
      function         = module.function
      authorization    = "NONE"
      api_key_required = true
      body_schema = jsonencode({
        "$schema"  = "http://json-schema.org/draft-04/schema#"
        type       = "object"
        required   = ["customer", "total"]
        properties = { customer = { type = "string", minLength = 1 }, total = { type = "number", minimum = 0 } }
      })
    }
    "GET /orders/{order}"    = { function = module.function, throttle = { rate = 5, burst = 10 } }
    "DELETE /orders/{order}" = { function = module.function }
  }

  usage_plans = {
    partners = {
      keys     = ["acme", "globex"]
      quota    = { requests = 100000 }
      throttle = { rate = 10, burst = 20 }
    }
  }

  tags = { Service = "orders" }
}

output "api" {
  value = module.api
}
