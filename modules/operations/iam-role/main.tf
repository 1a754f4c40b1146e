locals {
  given = flatten(var.grants)

  # Statements with the same actions and conditions are one: a role's policies have 10,240 characters together.
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  statements = [
    for same in { for each in local.given : jsonencode([each.actions, each.conditions]) => each... } :
    { actions = same[0].actions, conditions = same[0].conditions, resources = distinct(flatten(same[*].resources)) }
  ]

  services = sort(distinct([for caller in var.callers : "${caller.service}.amazonaws.com" if caller.service != null]))
}

resource "aws_iam_role" "this" {
  name                 = var.name
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = var.description
  max_session_duration = var.session_seconds
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "this" {
  count = length(local.given) > 0 ? 1 : 0

  name   = "grants"
  policy = data.aws_iam_policy_document.grants.json
  role   = aws_iam_role.this.name

  lifecycle {
    precondition {
      condition = length(jsonencode(jsondecode(data.aws_iam_policy_document.grants.json))) <= 10240
      error_message = join(" ", [
        "The grants of the role ${var.name} need",
        "${length(jsonencode(jsondecode(data.aws_iam_policy_document.grants.json)))} characters and a role's policies",
        "have at most 10240: split what works with it into two roles.",
      ])
    }
  }
}

data "aws_iam_policy_document" "grants" {
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
