# Orders over a table, a function and a bus, for people, services and a shop's page; with subscribers, a cache, a
# firewall,
# logs under the domain's key, and alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-graphql-api-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-graphql-api-complete"
  kms_master_key_id = module.key.arn
}

module "orders" {
  source = "../../../../data/dynamodb-table"

  name           = "example-graphql-api-complete"
  partition_key  = { name = "id" }
  global_indexes = { by-customer = { partition_key = { name = "customer" } } }
  kms_key        = module.key

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "events" {
  source = "../../../../messaging/event-bus"

  name    = "example-graphql-api-complete"
  archive = null
}

module "placed" {
  source = "../../../../messaging/event-rule"

  name      = "example-graphql-api-complete"
  event_bus = module.events
  pattern   = jsonencode({ source = ["example.orders"], detail-type = ["OrderPlaced"] })
  targets   = { placed = module.queue }
}

module "queue" {
  source = "../../../../messaging/sqs-queue"

  name    = "example-graphql-api-complete"
  senders = { placed = { service = "events", source_arn = module.placed.arn } }
}

module "quotes" {
  source = "../../../lambda-function"

  name    = "example-graphql-api-complete"
  handler = "echo.handlers.graphql"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

resource "aws_cognito_user_pool" "customers" {
  name = "example-graphql-api-complete"
}

resource "aws_wafv2_web_acl" "this" {
  #checkov:skip=CKV2_AWS_31: the example is about the API, not about the firewall's logs
  name  = "example-graphql-api-complete"
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "known-bad-inputs"
    priority = 1

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesKnownBadInputsRuleSet"
        vendor_name = "AWS"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "known-bad-inputs"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "example-graphql-api-complete"
    sampled_requests_enabled   = true
  }
}

module "api" {
  source = "../.."

  name                       = "example-graphql-api-complete"
  schema                     = file("${path.module}/schema.graphql")
  alarm_actions              = [aws_sns_topic.alarms.arn]
  alarm_client_error_percent = 50
  alarm_latency_ms           = 1000
  api_keys                   = { page = { expires = "2027-10-01T00:00:00Z" } }
  cache                      = { ttl_seconds = 60 }
  limits                     = { depth = 3, resolvers = 100 }
  log                        = { field_level = "ALL", retention_days = 90, kms_key = module.key }
  web_acl                    = aws_wafv2_web_acl.this

  authorization = [
    { type = "AWS_IAM" },
    { type = "API_KEY" },
    { type = "AMAZON_COGNITO_USER_POOLS", user_pool = aws_cognito_user_pool.customers },
  ]

  data_sources = {
    bus    = { event_bus = module.events }
    checks = { none = {} }
    orders = { table = module.orders, access = ["read_write"] }
    quotes = { function = module.quotes }
    queue = {
      description = "Signed requests to the queue."
      http = {
        endpoint = "https://sqs.eu-west-1.amazonaws.com"
        grants   = [module.queue.grants.send]
        service  = "sqs"
      }
    }
  }

  functions = {
    announce = { data_source = "bus", code = file("${path.module}/resolvers/announce.js") }
    check    = { data_source = "checks", code = file("${path.module}/resolvers/check.js") }
    put      = { data_source = "orders", code = file("${path.module}/resolvers/put.js") }
  }

  resolvers = {
    "Mutation.placeOrder" = {
      pipeline = ["check", "put", "announce"]
      code     = file("${path.module}/resolvers/pipeline.js")
    }
    "Mutation.shipOrder" = { data_source = "orders", code = file("${path.module}/resolvers/ship.js") }
    "Query.order"        = { data_source = "orders", code = file("${path.module}/resolvers/order.js") }
    "Query.orders"       = { data_source = "orders", code = file("${path.module}/resolvers/orders.js") }
    "Query.quote" = {
      data_source = "quotes"
      cache       = { keys = ["$context.arguments.total"] }
      templates = {
        request  = file("${path.module}/resolvers/quote.request.vtl")
        response = file("${path.module}/resolvers/quote.response.vtl")
      }
    }
  }

  tags = { Service = "orders" }
}

output "api" {
  value = module.api
}

output "placed" {
  value = module.queue
}

output "table" {
  value = module.orders
}
