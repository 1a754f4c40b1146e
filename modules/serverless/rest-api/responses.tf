# What API Gateway answers itself: refusals as application/problem+json (RFC 9457), readable by pages of other origins.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
locals {
  problem = "\"detail\":$context.error.messageString,\"code\":\"$context.error.responseType\",\"request_id\":\"$context.requestId\""

  # Variables are put in as they are; messageString comes with its quotes.
  refusals = {
    BAD_REQUEST_BODY = join(" ", [
      "{\"title\":\"Bad",
      "Request\",${local.problem},\"violations\":\"$context.error.validationErrorString\"}",
    ])
    DEFAULT_4XX = "{\"title\":\"Request refused\",${local.problem}}"
    DEFAULT_5XX = "{\"title\":\"Service unavailable\",${local.problem}}"
  }

  gateway_responses = {
    for kind, template in local.refusals : kind => {
      responseTemplates = { "application/json" = template }
      responseParameters = merge(
        { "gatewayresponse.header.Content-Type" = "'application/problem+json'" },
        {
          for cors in [var.cors] :
          "gatewayresponse.header.Access-Control-Allow-Origin" => "'${local.refusals_origin}'" if cors != null
        },
      )
    }
  }

  # Answers the browser's question whether a page of another origin may call.
  preflight = one([
    for cors in [var.cors] : {
      responses = {
        "204" = {
          description = "What pages of other origins may send."
          headers     = { for name in keys(local.cors_headers) : name => { schema = { type = "string" } } }
        }
      }
      x-amazon-apigateway-integration = {
        type             = "mock"
        requestTemplates = { "application/json" = jsonencode({ statusCode = 204 }) }
        responses = {
          default = merge(
            {
              statusCode = "204"
              responseParameters = {
                for name, value in local.cors_headers : "method.response.header.${name}" => "'${value}'" if value != ""
              }
            },
            {
              for origins in [cors.origins] :
              "responseTemplates" => { "application/json" = local.named_origin } if length(origins) > 1
            },
          )
        }
      }
    } if cors != null
  ])

  # An answer names one origin. Of several it is the page's own, which a template finds; a refusal by API Gateway, which
  # has no such templates, holds nothing of the API's and names every page.
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
  cors_origin = length(try(var.cors.origins, [])) == 1 ? var.cors.origins[0] : ""

  refusals_origin = local.cors_origin == "" ? "*" : local.cors_origin

  named_origin = join("", [
    "#set($origin = $input.params(\"Origin\"))",
    "#if($origin == \"\")#set($origin = $input.params(\"origin\"))#end",
    "#if(${join(" || ", [for origin in try(var.cors.origins, []) : "$origin == \"${origin}\""])})",
    "#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end",
  ])

  cors_headers = var.cors == null ? {} : merge(
    {
      Access-Control-Allow-Headers = join(",", var.cors.headers)
      Access-Control-Allow-Methods = join(",", var.cors.methods)
      Access-Control-Allow-Origin  = local.cors_origin
      Access-Control-Max-Age       = tostring(var.cors.max_age_seconds)
    },
    { for origins in [var.cors.origins] : "Vary" => "Origin" if length(origins) > 1 },
  )
}
