# The role with which an API passes requests on to queues, event buses and state machines.
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

  name_prefix          = "${substr(var.name, 0, 28)}-routes-"
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
