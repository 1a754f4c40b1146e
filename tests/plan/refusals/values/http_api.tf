module "http_api" {
  source = "../../../../modules/serverless/http-api"

  # name is "shop users": write 1 to 64 letters
  name = "shop users"
  # alarm_client_error_percent is 100: write a percentage of the requests
  alarm_client_error_percent = 100
  # alarm_error_percent is -1: write a percentage of the requests
  alarm_error_percent = -1
  # alarm_latency_ms is 30001: API Gateway waits for 30000 ms at most, write
  alarm_latency_ms = 30001
  # Of NONE, some authorizer has both or none of function and jwt: write one
  # The identity_sources of NONE are ["method.request.header.Authorization"]: write at least one, such as
  # The ttl_seconds of NONE is 3601: write 0 to 3600 seconds
  # authorizers holds NONE: write names of letters
  authorizers = { NONE = { identity_sources = ["method.request.header.Authorization"], ttl_seconds = 3601 } }
  # cors.credentials is true for every origin, which browsers refuse: write the origins
  cors = { origins = ["*"], credentials = true }
  # domain.apis has the paths ["/prices"]: write paths without
  # domain.base_path is "users/": write a path without
  # domain.truststore is set without a certificate: write it where the domain is made
  domain = {
    name       = "api.example.com"
    apis       = { "/prices" = { id = "abc123", stage = "live" } }
    base_path  = "users/"
    truststore = { bucket = { name = "authorities" }, key = "clients.pem" }
  }
  # log.retention_days is 31: CloudWatch Logs keeps logs for 1, 3, 5, 7
  log    = { retention_days = 31 }
  routes = { "GET /users" = { function = local.function } }
  # stage is "v1/live": write letters
  stage = "v1/live"
  # throttle is {"burst":200,"rate":0}: an account takes 10000 requests per second and a burst of 5000, write
  throttle = { rate = 0 }
}

module "http_api_routes" {
  source = "../../../../modules/serverless/http-api"

  name = "refusals"
  # cors.origins is ["https://shop.example.com","shop.example.com"]: write origins without a path
  cors = { origins = ["https://shop.example.com", "shop.example.com"] }
  # Of "GET /both", "POST /users", "get users", some route has none or several of function, listener, registry, url, queue, event_bus and state_machine: write one
  # Of "POST /users", some route has a tls_name without a listener or a registry: write tls_name with one of them only
  # The throttle of "POST /users" is {"burst":0,"rate":1}: write a rate of more than 0 and a burst of at least 1
  # The timeout_ms of "GET /both" is 29000, "POST /users" is 30001, "get users" is 29000: write 50 to 30000 ms
  # routes holds "GET /both", "POST /users", "get users": write a method in capitals, one space and a path
  routes = {
    "GET /both"   = { function = local.function, listener = local.listener }
    "POST /users" = { function = local.function, throttle = { rate = 1, burst = 0 }, timeout_ms = 30001, tls_name = "a.example.com" }
    "get users"   = { function = local.function }
  }
}

module "http_api_tokens" {
  source = "../../../../modules/serverless/http-api"

  name = "refusals"
  # The jwt of customers is {"audiences":[],"issuer":"login.example.com"}: write an issuer that begins with "https://", and at least one
  authorizers = { customers = { jwt = { issuer = "login.example.com", audiences = [] } } }
  routes      = { "GET /users" = { function = local.function } }
}

module "http_api_empty" {
  source = "../../../../modules/serverless/http-api"

  name = "refusals"
  # routes holds nothing: write at least one
  routes = {}
}

module "http_api_services" {
  source = "../../../../modules/serverless/http-api"

  name = "refusals"
  # permissions_boundary is "developers": write the ARN of a policy
  permissions_boundary = "developers"
  # The url of "GET /a/{b}" is https://example.com/{c}: write "https://" or
  # Of "GET /a/{b}", "POST /events", "POST /fifo", some route has an event_bus without detail_type and event_source, or these without an event_bus: write all three
  # The queue of "POST /fifo" is https://sqs.eu-west-1.amazonaws.com/000000000000/orders.fifo: a FIFO queue wants a group of each message, write a standard one
  routes = {
    "GET /a/{b}" = { url = "https://example.com/{c}" }
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
