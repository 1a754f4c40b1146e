# Who the statements of `callers` are about, and under which conditions. The same in all modules that have them.
locals {
  callers = {
    for name, caller in var.callers : "Caller${replace(title(name), "/[^a-zA-Z0-9]/", "")}" => merge(caller, {
      type = caller.service == null ? "AWS" : "Service"
      identifier = try(coalesce(
        caller.service == null ? null : "${caller.service}.amazonaws.com",
        caller.account_id == null || caller.account_id == "*" ? null : format(local.account_arn, caller.account_id),
        caller.role_arn,
      ), "*")
      conditions = concat(
        caller.organization_id == null ? [] : [
          { test = "StringEquals", variable = "aws:PrincipalOrgID", values = [caller.organization_id] },
        ],
        caller.source_arn == null ? [] : [
          { test = "ArnLike", variable = "aws:SourceArn", values = [caller.source_arn] },
        ],
        caller.conditions,
      )
    })
  }

  account_arn = "arn:${data.aws_partition.this.partition}:iam::%s:root"

  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
  condition_operators = concat(["Null"], flatten([
    for operator in [
      "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "BinaryEquals", "Bool", "DateEquals", "DateGreaterThan",
      "DateGreaterThanEquals", "DateLessThan", "DateLessThanEquals", "DateNotEquals", "IpAddress", "NotIpAddress",
      "NumericEquals", "NumericGreaterThan", "NumericGreaterThanEquals", "NumericLessThan", "NumericLessThanEquals",
      "NumericNotEquals", "StringEquals", "StringEqualsIgnoreCase", "StringLike", "StringNotEquals",
      "StringNotEqualsIgnoreCase", "StringNotLike",
    ] : [operator, "${operator}IfExists"]
  ]))
}

data "aws_iam_policy_document" "callers" {
  dynamic "statement" {
    for_each = local.callers

    content {
      sid       = statement.key
      effect    = statement.value.effect
      actions   = statement.value.actions
      resources = local.caller_resources[statement.key]

      principals {
        type        = statement.value.type
        identifiers = [statement.value.identifier]
      }

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
