# Restores the newest recovery points, says whether that worked, and deletes what it restored.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
locals {
  # Plans and selections of tests have names of letters, digits and "_".
  tests_name = replace(var.name, "-", "_")
}

resource "aws_backup_restore_testing_plan" "this" {
  count = var.restore_testing == null ? 0 : 1

  name                         = local.tests_name
  schedule_expression          = var.restore_testing.schedule
  schedule_expression_timezone = var.restore_testing.timezone
  start_window_hours           = var.restore_testing.start_hours

  recovery_point_selection {
    algorithm             = "LATEST_WITHIN_WINDOW"
    include_vaults        = [aws_backup_vault.this.arn]
    recovery_point_types  = ["CONTINUOUS", "SNAPSHOT"]
    selection_window_days = var.restore_testing.window_days
  }

  tags = var.tags
}

resource "aws_backup_restore_testing_selection" "this" {
  for_each = var.restore_testing == null ? toset([]) : var.restore_testing.types

  name                      = "${local.tests_name}_${lower(each.key)}"
  iam_role_arn              = aws_iam_role.this.arn
  protected_resource_arns   = ["*"]
  protected_resource_type   = each.key
  restore_testing_plan_name = aws_backup_restore_testing_plan.this[0].name
  validation_window_hours   = var.restore_testing.validation_hours

  depends_on = [aws_iam_role_policy_attachment.this]
}
