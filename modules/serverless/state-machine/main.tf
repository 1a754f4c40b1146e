data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  express = var.type == "EXPRESS"
  logged  = var.log.level != "OFF"

  # Built from the name, so that the role's policy is there before the state machine, which tries it.
  arn_suffix    = "${data.aws_region.this.id}:${data.aws_caller_identity.this.account_id}"
  arn           = "arn:${data.aws_partition.this.partition}:states:${local.arn_suffix}:stateMachine:${var.name}"
  execution_arn = "arn:${data.aws_partition.this.partition}:states:${local.arn_suffix}:execution:${var.name}"
}

resource "aws_sfn_state_machine" "this" {
  #checkov:skip=CKV_AWS_284: tracing is on unless the caller turns it off
  #checkov:skip=CKV_AWS_285: the caller says what is worth logging; input and output may be personal
  name       = var.name
  definition = local.definition
  publish    = var.alias != null
  role_arn   = aws_iam_role.this.arn
  type       = var.type

  encryption_configuration {
    kms_data_key_reuse_period_seconds = var.kms_key == null ? null : 300
    kms_key_id                        = try(var.kms_key.arn, null)
    type                              = var.kms_key == null ? "AWS_OWNED_KEY" : "CUSTOMER_MANAGED_KMS_KEY"
  }

  logging_configuration {
    include_execution_data = local.logged && var.log.include_data
    level                  = var.log.level
    log_destination        = one([for group in aws_cloudwatch_log_group.this : "${group.arn}:*"])
  }

  tracing_configuration {
    enabled = var.tracing
  }

  tags = var.tags

  # Step Functions tries the role's permissions on logs and traces when it makes the state machine.
  depends_on = [aws_iam_role_policy.this]

  lifecycle {
    precondition {
      condition     = length(local.unknown_names) == 0
      error_message = "definition names ${join(", ", local.unknown_names)}: write each in functions or substitutions."
    }

    precondition {
      condition = length(local.unused_names) == 0
      error_message = join(" ", [
        "definition does not name ${join(", ", local.unused_names)}: write",
        "\"$${${try(local.unused_names[0], "")}}\" where it belongs, or leave it out of functions and",
        "substitutions.",
      ])
    }

    precondition {
      condition = local.express || can(local.machine.TimeoutSeconds)
      error_message = join(" ", [
        "definition has no TimeoutSeconds at its top: an execution that hangs would run for a year, write in",
        "seconds how long it may take.",
      ])
    }

    precondition {
      condition = !local.express || try(tonumber(local.machine.TimeoutSeconds) <= 300, true)
      error_message = join(" ", [
        "definition has a TimeoutSeconds of ${try(local.machine.TimeoutSeconds, 0)}: Express executions end",
        "after 5 minutes, write 300 or less, or type = \"STANDARD\".",
      ])
    }

    precondition {
      condition = !local.express || length(local.waiting_tasks) == 0
      error_message = join(" ", [
        "${join(", ", local.waiting_tasks)}: Express executions wait neither for a job (.sync) nor for a task",
        "token, write type = \"STANDARD\".",
      ])
    }

    precondition {
      condition     = var.uncaught_tasks != "refuse" || length(local.uncaught_tasks) == 0
      error_message = local.uncaught
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  count = local.logged ? 1 : 0

  # Under this prefix a log group needs no line of its own in the account's resource policy, which holds few.
  # https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
  name              = "/aws/vendedlogs/states/${var.name}"
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}

resource "aws_sfn_alias" "this" {
  count = var.alias == null ? 0 : 1

  name        = var.alias.name
  description = "The version that callers of ${var.name} start."

  dynamic "routing_configuration" {
    for_each = var.alias.canary == null ? [100] : [var.alias.canary.percent]

    content {
      state_machine_version_arn = aws_sfn_state_machine.this.state_machine_version_arn
      weight                    = routing_configuration.value
    }
  }

  dynamic "routing_configuration" {
    for_each = var.alias.canary == null ? [] : [var.alias.canary]

    content {
      state_machine_version_arn = "${aws_sfn_state_machine.this.arn}:${routing_configuration.value.stable_version}"
      weight                    = 100 - routing_configuration.value.percent
    }
  }
}

check "uncaught_tasks" {
  assert {
    condition     = var.uncaught_tasks != "warn" || length(local.uncaught_tasks) == 0
    error_message = local.uncaught
  }
}

check "depth" {
  assert {
    condition = length(local.too_deep) == 0
    error_message = join(" ", [
      "${join(", ", local.too_deep)}: Parallel and Map are nested in more than four others, and what is in it",
      "is not checked. Write a state machine of its own for it.",
    ])
  }
}
