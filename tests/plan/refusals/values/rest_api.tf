module "api" {
  source = "../../../../modules/serverless/rest-api"

  # name is "shop users": write 1 to 64 letters
  name = "shop users"
  # alarm_client_error_percent is 100: write a percentage of the requests
  alarm_client_error_percent = 100
  # alarm_error_percent is -1: write a percentage of the requests
  alarm_error_percent = -1
  # alarm_latency_ms is 30000: API Gateway waits for 29000 ms at most, write
  alarm_latency_ms = 30000
  # allowed_ips holds ["office"]: write ranges such as
  allowed_ips = ["office"]
  # Of NONE, some authorizer has both or none of function and user_pools: write one
  # The ttl_seconds of NONE is 3601: write 0 to 3600 seconds
  # authorizers holds NONE: write names of letters
  authorizers = { NONE = { ttl_seconds = 3601 } }
  # cache.size_gb is 1: write 0.5
  # cache.ttl_seconds is 0: write 1 to 3600 seconds
  cache = { size_gb = 1, ttl_seconds = 0 }
  # endpoint.type is "GLOBAL": write "REGIONAL"
  endpoint = { type = "GLOBAL" }
  # log.execution is "DEBUG": write "OFF"
  # log.retention_days is 31: CloudWatch Logs keeps logs for 1, 3, 5, 7
  log = { execution = "DEBUG", retention_days = 31 }
  # minimum_compression_bytes is -1: write 0 to 10485760 bytes
  minimum_compression_bytes = -1
  # stage is "v1/live": write letters
  stage = "v1/live"
  # throttle is {"burst":200,"rate":0}: an account takes 10000 requests per second and a burst of 5000, write
  throttle = { rate = 0 }
  # In usage_plans, write each quota with at least 1 request
  # In usage_plans, write each throttle with a rate of more than 0
  # usage_plans holds the keys ["acme","acme"]: a key is in one plan once, write
  usage_plans = {
    partners = {
      keys     = ["acme", "acme"]
      quota    = { requests = 1, period = "YEAR" }
      throttle = { rate = 0, burst = 1 }
    }
  }
}

module "api_routes" {
  source = "../../../../modules/serverless/rest-api"

  name = "refusals"
  # The body_schema of "POST /users" is no JSON object: write a JSON Schema
  # The throttle of "POST /users" is {"burst":1,"rate":0}: write a rate of more than 0 and a burst of at least 1
  # The timeout_ms of "GET /users/{id}" is 29000, "GET /users/{user}" is 29000, "POST /users" is 30000, "get users" is 29000: write 50 to 29000 ms
  # Of "GET /users/{id}", "GET /users/{user}", "POST /users", "get users", some route has none or several of function, load_balancer, url, queue, event_bus and state_machine: write one
  # routes holds "GET /users/{id}", "GET /users/{user}", "POST /users", "get users": some paths differ in the name of a parameter only, write the same name
  # routes holds "GET /users/{id}", "GET /users/{user}", "POST /users", "get users": write a method in capitals, one space and a path
  routes = {
    "GET /users/{id}"   = { function = local.function }
    "GET /users/{user}" = { function = local.function }
    "POST /users" = {
      function    = local.function
      body_schema = "not json"
      throttle    = { rate = 0, burst = 1 }
      timeout_ms  = 30000
    }
    "get users" = { function = local.function, url = "https://users.example.com" }
  }
}

module "api_document" {
  source = "../../../../modules/serverless/rest-api"

  name = "refusals"
  # domain.apis has the paths ["v1/prices"]: write one segment each
  # domain.base_path is "v1/users": write one path segment
  # domain.truststore is set without a certificate: write it where the domain is made
  domain = {
    name       = "api.example.com"
    apis       = { "v1/prices" = { id = "abc123", stage = "live" } }
    base_path  = "v1/users"
    truststore = { bucket = { name = "authorities" }, key = "clients.pem" }
  }
  # openapi holds no JSON with paths: write jsonencode(
  openapi = "openapi: 3.0.1"
}

module "api_scopes" {
  source = "../../../../modules/serverless/rest-api"

  name = "refusals"
  # endpoint.type is "REGIONAL" with 1 vpc_endpoint_ids: write the VPC's endpoints for execute-api with "PRIVATE", and only with it
  endpoint = { vpc_endpoint_ids = ["vpce-refusals"] }
  # Of "GET /users", some route has scopes but no authorizer: write
  routes = { "GET /users" = { function = local.function, scopes = ["read"] } }
}

module "api_cors" {
  source = "../../../../modules/serverless/rest-api"

  name = "refusals"
  # cors.origins is ["https://shop.example.com","*"]: write origins without a path
  cors   = { origins = ["https://shop.example.com", "*"] }
  routes = { "GET /users" = { function = local.function } }
}

module "api_services" {
  source = "../../../../modules/serverless/rest-api"

  name = "refusals"
  # permissions_boundary is "developers": write the ARN of a policy
  permissions_boundary = "developers"
  # The url of "GET /a/{b}" is https://example.com/{c}: write "https://" or
  # Of "GET /outside", some route has a tls_name without a load_balancer: write tls_name with one only
  # Of "GET /a/{b}", "GET /outside", "POST /events", "POST /fifo", some route has an event_bus without detail_type and event_source, or these without an event_bus: write all three
  # The queue of "POST /fifo" is https://sqs.eu-west-1.amazonaws.com/000000000000/orders.fifo: a FIFO queue wants a group of each message, write a standard one
  routes = {
    "GET /a/{b}"   = { url = "https://example.com/{c}" }
    "GET /outside" = { function = local.function, tls_name = "shop.example.com" }
    "POST /events" = {
      event_bus   = { arn = "arn:aws:events:eu-west-1:000000000000:event-bus/shop" }
      detail_type = "Ordered"
    }
    "POST /fifo" = {
      queue = {
        arn = "arn:aws:sqs:eu-west-1:000000000000:orders.fifo"
        url = "https://sqs.eu-west-1.amazonaws.com/000000000000/orders.fifo"
      }
    }
  }
}
