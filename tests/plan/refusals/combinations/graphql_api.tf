module "graphql" {
  source = "../../../../modules/serverless/graphql-api"

  name   = "refusals-of-names-that-are-rather-long"
  schema = "type Query { order(id: ID!): String }"
  # api_keys holds ["web"] and authorization ["AWS_IAM"]: write API_KEY there
  api_keys     = { web = { expires = "2027-06-01T00:00:00Z" } }
  data_sources = { notifications = { none = {} } }
  resolvers    = {}
}

module "graphql_functions" {
  source = "../../../../modules/serverless/graphql-api"

  name         = "refusals"
  schema       = "type Query { order(id: ID!): String }"
  data_sources = { local = { none = {} } }
  # In functions, put has the data source orders: write one of local
  # Of functions (bare, put), some has both code and templates, or neither: write one
  # The batch_size of functions is 0 (bare), 10 (put): write up to 2000
  functions = {
    bare = { data_source = "local" }
    put  = { data_source = "orders", code = "export", batch_size = 10 }
  }
  resolvers = {}
}

module "graphql_resolvers" {
  source = "../../../../modules/serverless/graphql-api"

  name         = "refusals"
  schema       = "type Query { order(id: ID!): String }"
  data_sources = { local = { none = {} } }
  # resolvers holds "Mutation.place", of no type in the schema: write the type there
  # In resolvers, Mutation.place has the data source orders: write one of local
  # In resolvers, Query.order has the pipeline ["get"]: write up to 10 of functions (there are none)
  # Of resolvers (Query.bare), some has both code and templates, or neither: write one
  # The batch_size of resolvers is 10 (Mutation.place), 0 (Query.bare), 0 (Query.order): write up to 2000
  # In resolvers, the cache of Query.order needs a cache of the API that is PER_RESOLVER_CACHING
  resolvers = {
    "Mutation.place" = { data_source = "orders", code = "export", batch_size = 10 }
    "Query.bare"     = { data_source = "local" }
    "Query.order"    = { pipeline = ["get"], code = "export", cache = { keys = ["$context.arguments.id"] } }
  }
}
