# The routes as an OpenAPI document, which API Gateway imports as a whole.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
locals {
  words = {
    for key in keys(var.routes) :
    key => join("", [for word in regexall("[a-zA-Z0-9]+", replace(key, "{", "by ")) : title(lower(word))])
  }

  operations = {
    for key, route in var.routes : key => {
      method = split(" ", key)[0]
      path   = split(" ", key)[1]
      name = (
        length(local.words[key]) <= 64 ? local.words[key] :
        "${substr(local.words[key], 0, 55)}${substr(sha1(key), 0, 9)}"
      )
      parameters = regexall("\\{([^}+]+)\\+?\\}", key)[*][0]
      # What stands for the route in ARNs of execute-api, where parameters can be anything.
      arn = "${split(" ", replace(key, "ANY ", "* "))[0]}${replace(split(" ", key)[1], "/\\{[^}]+\\}/", "*")}"
    }
  }

  # Options that a route lacks leave no trace in the document: hence the loops over lists of one or none.
  methods = {
    for key, route in var.routes : key => merge(
      {
        operationId = local.operations[key].name
        parameters = concat(
          [
            for name in local.operations[key].parameters :
            { name = name, in = "path", required = true, schema = { type = "string" } }
          ],
          [
            for name, parameter in route.query :
            { name = name, in = "query", required = parameter.required, schema = { type = "string" } }
          ],
        )
        responses = local.answers[key]
        security = concat(
          [for scheme in [route.authorization] : { (scheme) = route.scopes } if scheme != "NONE"],
          [for scheme in ["API_KEY"] : { (scheme) = [] } if route.api_key_required],
        )
        x-amazon-apigateway-integration = merge(
          { timeoutInMillis = route.timeout_ms },
          local.integrations[key],
          { for cache in [var.cache] : "cacheKeyParameters" => local.cache_keys[key] if cache != null },
        )
      },
      { for schema in [route.body_schema] : "requestBody" => {
        required = true
        content = {
          "application/json" = { schema = { "$ref" = "#/components/schemas/${local.operations[key].name}" } }
        }
      } if schema != null },
    )
  }

  cache_keys = {
    for key, route in var.routes : key => concat(
      [for name in local.operations[key].parameters : "method.request.path.${name}"],
      [for name in keys(route.query) : "method.request.querystring.${name}"],
    )
  }

  paths = {
    for path in distinct([for operation in local.operations : operation.path]) : path => merge(
      { for cors in [local.preflight] : "options" => cors if cors != null },
      {
        for key, operation in local.operations :
        (operation.method == "ANY" ? "x-amazon-apigateway-any-method" : lower(operation.method)) => local.methods[key]
        if operation.path == path
      },
    )
  }

  schemes = merge(
    { AWS_IAM = { type = "apiKey", name = "Authorization", in = "header", x-amazon-apigateway-authtype = "awsSigv4" } },
    { API_KEY = { type = "apiKey", name = "x-api-key", in = "header" } },
    { for name, authorizer in var.authorizers : name => {
      type                           = "apiKey"
      name                           = "Authorization"
      in                             = "header"
      x-amazon-apigateway-authtype   = "cognito_user_pools"
      x-amazon-apigateway-authorizer = { type = "cognito_user_pools", providerARNs = authorizer.user_pools[*].arn }
    } if authorizer.function == null },
    { for name, authorizer in var.authorizers : name => {
      type                         = "apiKey"
      name                         = "Unused"
      in                           = "header"
      x-amazon-apigateway-authtype = "custom"
      x-amazon-apigateway-authorizer = {
        type                         = "request"
        authorizerResultTtlInSeconds = authorizer.ttl_seconds
        authorizerUri                = authorizer.function.invoke_arn
        identitySource               = join(", ", authorizer.identity_sources)
      }
    } if authorizer.function != null },
  )

  from_routes = {
    openapi = "3.0.1"
    info    = { title = var.name, version = "1" }
    paths   = local.paths

    components = {
      # API Gateway knows draft 4, and takes no other name for it than none.
      schemas = {
        for key, route in var.routes :
        local.operations[key].name => {
          for name, value in jsondecode(route.body_schema) : name => value if name != "$schema" && name != "$id"
        }
        if route.body_schema != null
      }
      securitySchemes = local.schemes
    }

    x-amazon-apigateway-request-validator  = "all"
    x-amazon-apigateway-request-validators = { all = { validateRequestBody = true, validateRequestParameters = true } }
  }

  # A document of the caller's keeps what it says itself.
  document = merge(
    { x-amazon-apigateway-gateway-responses = local.gateway_responses },
    { for policy in [local.policy] : "x-amazon-apigateway-policy" => policy if policy != null },
    jsondecode(coalesce(var.openapi, jsonencode(local.from_routes))),
  )
}
