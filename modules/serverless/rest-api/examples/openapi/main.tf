# An API from an OpenAPI document that says itself what it integrates with.
module "function" {
  source = "../../../lambda-function"

  name     = "example-rest-api-openapi"
  handler  = "echo.handlers.api"
  package  = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
  invokers = { api = { service = "apigateway", source_arn = "${module.api.execution_arn}/*/GET/orders/*" } }
}

module "api" {
  source = "../.."

  name = "example-rest-api-openapi"

  openapi = jsonencode({
    openapi = "3.0.1"
    info    = { title = "example-rest-api-openapi", version = "1" }
    components = {
      securitySchemes = {
        iam = { type = "apiKey", name = "Authorization", in = "header", x-amazon-apigateway-authtype = "awsSigv4" }
      }
    }

    paths = {
      "/orders/{order}" = {
        get = {
          parameters = [{ name = "order", in = "path", required = true, schema = { type = "string" } }]
          responses  = { "200" = { description = "The order." } }
          security   = [{ iam = [] }]

          x-amazon-apigateway-integration = {
            type       = "aws_proxy"
            httpMethod = "POST"
            uri        = module.function.invoke_arn
          }
        }
      }
    }
  })
}

output "api" {
  value = module.api
}
