locals {
  function = var.rotation == null ? null : var.rotation.function
}

resource "aws_lambda_permission" "rotation" {
  count = local.function == null ? 0 : 1

  action         = "lambda:InvokeFunction"
  function_name  = local.function.name
  principal      = "secretsmanager.amazonaws.com"
  source_account = split(":", local.arn)[4]
  source_arn     = local.arn
}

resource "aws_secretsmanager_secret_rotation" "this" {
  #checkov:skip=CKV_AWS_304: every 30 days by default; a schedule is not seen
  count = var.rotation == null ? 0 : 1

  rotate_immediately  = var.rotation.immediately
  rotation_lambda_arn = try(local.function.arn, null)
  secret_id           = local.arn

  rotation_rules {
    automatically_after_days = var.rotation.schedule == null ? var.rotation.days : null
    duration                 = var.rotation.window_hours == null ? null : "${var.rotation.window_hours}h"
    schedule_expression      = var.rotation.schedule
  }

  depends_on = [aws_lambda_permission.rotation, aws_secretsmanager_secret_version.this]
}
