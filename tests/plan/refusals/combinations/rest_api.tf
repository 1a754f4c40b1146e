module "api" {
  source = "../../../../modules/serverless/rest-api"

  name = "refusals"
  # domain is set for a PRIVATE endpoint: write endpoint = { type = "REGIONAL" }
  domain = {
    name        = "api.example.com"
    certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/refusals" }
  }
  endpoint = { type = "PRIVATE", vpc_endpoint_ids = ["vpce-refusals"] }
  # Of "GET /keyed", each wants an API key, but there is no usage plan that gives one: write usage_plans
  # The cache_seconds of "GET /keyed" is 5: write 0 to 3600 seconds, for GET and a path below "/", of an API that has a cache
  # The authorization of "GET /token" is tokens: write "AWS_IAM", "NONE" to open the route to everyone, or the name of an authorizer (there are none)
  routes = {
    "GET /keyed" = { function = local.function, api_key_required = true, cache_seconds = 5 }
    "GET /token" = { function = local.function, authorization = "tokens" }
  }
}

module "api_twice" {
  source = "../../../../modules/serverless/rest-api"

  name = "refusals"
  # openapi and routes: write exactly one of them
  openapi = jsonencode({ openapi = "3.0.1", paths = {} })
  routes  = { "GET /" = { function = local.function } }
}

# Some of GET /a-b, GET /a.b differ in punctuation only: write paths that differ
module "api_names" {
  source = "../../../../modules/serverless/rest-api"

  name = "refusals"
  routes = {
    "GET /a-b" = { function = local.function }
    "GET /a.b" = { function = local.function }
  }
}

module "api_cors" {
  source = "../../../../modules/serverless/rest-api"

  name = "refusals"
  # cors and openapi are both set: write the OPTIONS methods into the document
  cors    = { origins = ["*"] }
  openapi = jsonencode({ openapi = "3.0.1", paths = {} })
}

module "api_edge" {
  source = "../../../../modules/serverless/rest-api"

  name = "refusals"
  # domain has a truststore or apis for an EDGE endpoint: write endpoint = { type = "REGIONAL" }
  domain = {
    name        = "api.example.com"
    certificate = { arn = "arn:aws:acm:us-east-1:000000000000:certificate/refusals" }
    truststore  = { bucket = { name = "authorities" }, key = "clients.pem" }
  }
  endpoint = { type = "EDGE" }
  routes   = { "GET /users" = { function = local.function } }
}

module "api_inside" {
  source = "../../../../modules/serverless/rest-api"

  name = "refusals"
  # Of "GET /inside", each leads into a network, but there is none: write network = module.network
  routes = {
    "GET /inside" = { load_balancer = { arn = local.listener.listener_arn, dns_name = "shop.elb.amazonaws.com" } }
  }
}
