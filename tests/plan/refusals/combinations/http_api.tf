module "http_api" {
  source = "../../../../modules/serverless/http-api"

  name        = "refusals"
  authorizers = { partners = { function = local.function } }
  # Of "GET /scoped", some route has scopes but no authorizer that reads tokens: write
  # Of "GET /private", each leads into a network, but there is none: write network = module.network
  # The authorization of "GET /token" is tokens: write "AWS_IAM", "NONE" to open the route to everyone, or the name of an authorizer: partners
  routes = {
    "GET /private" = { listener = local.listener }
    "GET /scoped"  = { function = local.function, authorization = "partners", scopes = ["read"] }
    "GET /token"   = { function = local.function, authorization = "tokens" }
  }
}

# Some of GET /a-b, GET /a.b differ in punctuation only: write paths that differ
module "http_api_names" {
  source = "../../../../modules/serverless/http-api"

  name = "refusals"
  routes = {
    "GET /a-b" = { function = local.function }
    "GET /a.b" = { function = local.function }
  }
}
