module "graphql" {
  source = "../../../../modules/serverless/graphql-api"

  # name is "shop store": write 1 to 64 letters
  name = "shop store"
  # alarm_client_error_percent is 100: write a percentage of the requests
  alarm_client_error_percent = 100
  # alarm_error_percent is -1: write a percentage of the requests
  alarm_error_percent = -1
  # alarm_latency_ms is 30001: AppSync ends a request after 30000 ms, write
  alarm_latency_ms = 30001
  # authorization lists ["NONE","API_KEY","API_KEY"]: write at least one of AWS_IAM
  # authorization lists ["NONE","API_KEY","API_KEY"]: write API_KEY, AWS_IAM and AWS_LAMBDA once
  # In authorization (NONE, API_KEY, API_KEY), write user_pool with AMAZON_COGNITO_USER_POOLS
  # authorization has the issuers ["example.com"]: write addresses
  # authorization has ttl_seconds of 3601 (NONE), 300 (API_KEY), 300 (API_KEY): write 0 to 3600 seconds
  authorization = [
    { type = "NONE", issuer = "example.com", ttl_seconds = 3601 },
    { type = "API_KEY" },
    { type = "API_KEY" },
  ]
  # cache.behavior is "ALL": write "PER_RESOLVER_CACHING"
  # cache.size is "TINY": write "SMALL"
  # cache.ttl_seconds is 0: write 1 to 3600 seconds
  cache        = { behavior = "ALL", size = "TINY", ttl_seconds = 0 }
  data_sources = { local = { none = {} } }
  # domain.certificate is arn:aws:acm:eu-west-1:000000000000:certificate/refusals: CloudFront serves AppSync's domains, write
  domain = {
    name        = "api.example.com"
    certificate = { arn = "arn:aws:acm:eu-west-1:000000000000:certificate/refusals" }
  }
  # limits is {"depth":0,"resolvers":1000}: write a depth of 1 to 75
  limits = { depth = 0 }
  # log.field_level is "WARN": write "NONE"
  # log.retention_days is 31: CloudWatch Logs keeps logs for 1, 3, 5, 7
  log       = { field_level = "WARN", retention_days = 31 }
  resolvers = {}
  # schema has 5 characters and no type Query: write GraphQL's schema language
  schema = "users"
  # visibility is "PUBLIC": write "GLOBAL"
  visibility = "PUBLIC"
}

module "graphql_keys" {
  source = "../../../../modules/serverless/graphql-api"

  name = "refusals"
  # api_keys expire at 2027-06-01T00:30:00Z (web): AppSync counts in hours, write
  api_keys      = { web = { expires = "2027-06-01T00:30:00Z" } }
  authorization = [{ type = "API_KEY" }]
  # Of data_sources (1st, other), some has none or several of function, table, event_bus, http and none: write
  # data_sources holds 1st, other: write names of letters
  # data_sources have the access {"1st":["admin"],"other":["read"]}: write one or more
  # data_sources have the endpoints ["https://example.com/path"]: write the scheme and the host
  # Of data_sources (other), some has http.service without http.grants or grants without service: write both
  data_sources = {
    "1st" = { access = ["admin"] }
    other = { http = { endpoint = "https://example.com/path", service = "states" } }
  }
  resolvers = {}
  schema    = "type Query { order(id: ID!): String }"
}

module "graphql_functions" {
  source = "../../../../modules/serverless/graphql-api"

  name         = "refusals"
  data_sources = { local = { none = {} } }
  # functions holds 1st: write names of letters
  functions = { "1st" = { data_source = "local", code = "export" } }
  resolvers = {}
  schema    = "type Query { order(id: ID!): String }"
}

module "graphql_resolvers" {
  source = "../../../../modules/serverless/graphql-api"

  name         = "refusals"
  data_sources = { local = { none = {} } }
  # resolvers holds Query.order, order: write a type and a field
  # Of resolvers (Query.order), each has both data_source and pipeline, or neither: write one
  resolvers = {
    "Query.order" = { code = "export" }
    order         = { data_source = "local", code = "export" }
  }
  schema = "type Query { order(id: ID!): String }"
}
