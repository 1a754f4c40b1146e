# What answers each route, as the document says it.
locals {
  arns = { for key, route in var.routes : key => try(
    route.queue.arn, route.event_bus.arn, route.state_machine.arn, null
  ) }

  integrations = {
    for key, route in var.routes : key => merge(
      { for function in [route.function] : "type" => "aws_proxy" if function != null },
      { for function in [route.function] : "httpMethod" => "POST" if function != null },
      { for function in [route.function] : "uri" => function.invoke_arn if function != null },
      try(local.private[key], {}),
      try(local.urls[key], {}),
      try(local.requests[key], {}),
    )
  }

  urls = {
    for key, route in var.routes : key => {
      type       = "http_proxy"
      httpMethod = local.operations[key].method
      uri        = route.url
      requestParameters = {
        for name in local.operations[key].parameters :
        "integration.request.path.${name}" => "method.request.path.${name}" if strcontains(route.url, "{${name}}")
      }
    } if route.url != null
  }

  # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
  requests = {
    for key, service in local.served : key => {
      type                = "aws"
      httpMethod          = "POST"
      credentials         = one(aws_iam_role.this[*].arn)
      passthroughBehavior = "never"
      requestParameters   = local.request_headers[service]
      requestTemplates    = { "application/json" = local.request_bodies[key] }
      responses           = local.service_answers
      uri = join(":", [
        "arn", split(":", local.arns[key])[1], "apigateway", split(":", local.arns[key])[3],
        service == "queue" ? "sqs" : service == "event_bus" ? "events" : "states",
        service == "queue" ? "path/${split(":", local.arns[key])[4]}/${split(":", local.arns[key])[5]}" :
        service == "event_bus" ? "action/PutEvents" : "action/StartExecution",
      ])
    }
  }

  request_headers = {
    event_bus = {
      "integration.request.header.Content-Type" = "'application/x-amz-json-1.1'"
      "integration.request.header.X-Amz-Target" = "'AWSEvents.PutEvents'"
    }
    queue = { "integration.request.header.Content-Type" = "'application/x-www-form-urlencoded'" }
    state_machine = {
      "integration.request.header.Content-Type" = "'application/x-amz-json-1.0'"
      "integration.request.header.X-Amz-Target" = "'AWSStepFunctions.StartExecution'"
    }
  }

  # A single quote that the function escapes is no JSON.
  # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
  json_body = "$util.escapeJavaScript($input.json('$')).replaceAll(\"\\\\'\", \"'\")"

  request_bodies = {
    for key, service in local.served : key => {
      event_bus = join("", [
        "{\"Entries\":[{\"Detail\":\"${local.json_body}\",",
        "\"DetailType\":${jsonencode(var.routes[key].detail_type)},\"EventBusName\":${jsonencode(local.arns[key])},",
        "\"Source\":${jsonencode(var.routes[key].event_source)}}]}",
      ])
      queue         = "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"
      state_machine = "{\"input\":\"${local.json_body}\",\"stateMachineArn\":${jsonencode(local.arns[key])}}"
    }[service]
  }

  # What a service refuses names things of the account: the caller learns that it did.
  service_answers = {
    default = merge(
      { statusCode = "200" },
      {
        for origin in [local.cors_origin] : "responseParameters" => {
          "method.response.header.Access-Control-Allow-Origin" = "'${origin}'"
        } if origin != ""
      },
      {
        for origins in [try(var.cors.origins, [])] :
        "responseTemplates" => { "application/json" = "${local.named_origin}$input.body" } if length(origins) > 1
      },
    )
    "[45]\\d{2}" = {
      statusCode = "502"
      responseTemplates = {
        "application/json" = jsonencode({ title = "Service unavailable", request_id = "$context.requestId" })
      }
    }
  }

  answers = {
    for key, route in var.routes : key => merge(
      { "200" = merge(
        { description = "What the function or service answers." },
        { for service in [local.services[key]] : "headers" => {
          Access-Control-Allow-Origin = { schema = { type = "string" } }
        } if service != "none" && var.cors != null },
      ) },
      { for service in [local.services[key]] : "502" => { description = "The service refuses." } if service != "none" },
    )
  }
}
