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

# What requests become without a function, of things that exist already: messages, events and executions.
resource "aws_sqs_queue" "feedback" {
  #checkov:skip=PLATFORM_DEAD_LETTERS: represents a queue that exists
  #checkov:skip=PLATFORM_LONG_POLLING: represents a queue that exists
  #checkov:skip=PLATFORM_TLS_ONLY: represents a queue that exists
  name                    = "example-rest-api-complete-feedback"
  sqs_managed_sse_enabled = true
}

resource "aws_cloudwatch_event_bus" "shop" {
  name = "example-rest-api-complete"
}

module "shipping" {
  source = "../../../state-machine"

  name       = "example-rest-api-complete-shipping"
  definition = jsonencode({ StartAt = "Done", TimeoutSeconds = 60, States = { Done = { Type = "Pass", End = true } } })
}

# What listens in the network, behind a load balancer that lets in the API's VPC link.
module "network" {
  source = "../../../../../examples/network"

  name = "example-rest-api-complete"
}

resource "aws_security_group" "stock" {
  name_prefix = "example-rest-api-complete-stock-"
  description = "Load balancer of the stock service."
  vpc_id      = module.network.id
}

resource "aws_vpc_security_group_ingress_rule" "stock" {
  description                  = "The API"
  from_port                    = 8080
  ip_protocol                  = "tcp"
  referenced_security_group_id = module.api.security_group_id
  security_group_id            = aws_security_group.stock.id
  to_port                      = 8080
}

resource "aws_lb" "stock" {
  #checkov:skip=CKV_AWS_91:an example without logs
  #checkov:skip=CKV_AWS_150:an example is destroyed
  #checkov:skip=CKV2_AWS_20:inside the network
  name                       = "example-rest-api-stock"
  drop_invalid_header_fields = true
  internal                   = true
  security_groups            = [aws_security_group.stock.id]
  subnets                    = values(module.network.private_subnet_ids)
}

resource "aws_lb_listener" "stock" {
  #checkov:skip=CKV_AWS_2:inside the network
  #checkov:skip=CKV_AWS_103:inside the network
  load_balancer_arn = aws_lb.stock.arn
  port              = 8080
  protocol          = "HTTP"

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "application/json"
      message_body = jsonencode({ stock = 7 })
      status_code  = "200"
    }
  }
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
  network                    = module.network
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
    "GET /partners/{proxy+}" = { url = "https://partners.example.com/v2/{proxy}", authorization = "NONE" }
    "GET /stock/{item}" = {
      load_balancer = { arn = aws_lb.stock.arn, dns_name = aws_lb.stock.dns_name, port = 8080 }
      authorization = "NONE"
    }
    "POST /feedback"  = { queue = aws_sqs_queue.feedback, authorization = "NONE", timeout_ms = 5000 }
    "POST /shipments" = { state_machine = module.shipping, authorization = "NONE" }
    "POST /visits" = {
      event_bus     = aws_cloudwatch_event_bus.shop
      detail_type   = "Visited"
      event_source  = "example.shop"
      authorization = "NONE"
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

output "feedback" {
  value = { url = aws_sqs_queue.feedback.url }
}

output "shipping" {
  value = module.shipping
}

output "stock" {
  value = { security_group_id = aws_security_group.stock.id }
}
