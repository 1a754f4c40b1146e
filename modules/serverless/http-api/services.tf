# The role that requests for queues, event buses and state machines are passed on with.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
locals {
  services = { for key, route in var.routes : key => coalesce(
    route.queue == null ? null : "queue",
    route.event_bus == null ? null : "event_bus",
    route.state_machine == null ? null : "state_machine",
    "none",
  ) }
  served = { for key, service in local.services : key => service if service != "none" }

  # The grants of the service, or for one that exists already the one action that API Gateway calls.
  statements = distinct(flatten([
    for key, route in var.routes : [
      [
        for queue in [route.queue] : try(queue.grants.send, null) != null ? queue.grants.send : [
          { actions = ["sqs:SendMessage"], resources = [queue.arn], conditions = [] }
        ] if queue != null
      ],
      [
        for bus in [route.event_bus] : try(bus.grants.publish, null) != null ? bus.grants.publish : [
          { actions = ["events:PutEvents"], resources = [bus.arn], conditions = [] }
        ] if bus != null
      ],
      [
        for machine in [route.state_machine] : try(machine.grants.start, null) != null ? machine.grants.start : [
          { actions = ["states:StartExecution"], resources = [machine.arn], conditions = [] }
        ] if machine != null
      ],
    ]
  ]))
}

resource "aws_iam_role" "this" {
  count = length(local.served) == 0 ? 0 : 1

  name_prefix          = "${substr(var.name, 0, 28)}-http-api-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "What routes of the API ${var.name} may do."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "this" {
  count = length(local.served) == 0 ? 0 : 1

  name   = "services"
  policy = data.aws_iam_policy_document.role.json
  role   = aws_iam_role.this[0].name
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "role" {
  dynamic "statement" {
    for_each = local.statements

    content {
      actions   = statement.value.actions
      resources = statement.value.resources

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}

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
