# Routes to services of AWS, and to addresses elsewhere.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
resource "aws_apigatewayv2_integration" "services" {
  for_each = local.served

  api_id                 = aws_apigatewayv2_api.this.id
  credentials_arn        = one(aws_iam_role.this[*].arn)
  integration_subtype    = local.subtypes[each.value]
  integration_type       = "AWS_PROXY"
  payload_format_version = "1.0"
  request_parameters     = local.request_parameters[each.key]
  timeout_milliseconds   = var.routes[each.key].timeout_ms

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_apigatewayv2_integration" "urls" {
  for_each = { for key, route in var.routes : key => route if route.url != null }

  api_id                 = aws_apigatewayv2_api.this.id
  integration_method     = startswith(each.key, "$") ? "ANY" : split(" ", each.key)[0]
  integration_type       = "HTTP_PROXY"
  integration_uri        = each.value.url
  payload_format_version = "1.0"
  timeout_milliseconds   = each.value.timeout_ms

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  subtypes = {
    event_bus     = "EventBridge-PutEvents"
    queue         = "SQS-SendMessage"
    state_machine = "StepFunctions-StartExecution"
  }

  request_parameters = {
    for key, service in local.served : key => {
      event_bus = {
        Detail       = "$request.body"
        DetailType   = var.routes[key].detail_type
        EventBusName = try(var.routes[key].event_bus.arn, null)
        Source       = var.routes[key].event_source
      }
      queue         = { MessageBody = "$request.body", QueueUrl = try(var.routes[key].queue.url, null) }
      state_machine = { Input = "$request.body", StateMachineArn = try(var.routes[key].state_machine.arn, null) }
    }[service]
  }
}
