resource "aws_cloudwatch_event_bus" "this" {
  name               = var.name
  kms_key_identifier = try(var.kms_key.arn, null)

  tags = var.tags
}

resource "aws_cloudwatch_event_archive" "this" {
  count = var.archive == null ? 0 : 1

  name             = var.name
  event_pattern    = var.archive.pattern
  event_source_arn = aws_cloudwatch_event_bus.this.arn
  retention_days   = var.archive.retention_days

  lifecycle {
    # The bus may have 48 characters in its name.
    # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html
    precondition {
      condition = can(regex("^[a-zA-Z0-9_.-]+$", var.name))
      error_message = join(" ", [
        "name is \"${var.name}\": an archive's name has no \"/\", write the bus's name without it, or archive =",
        "null.",
      ])
    }
  }
}

resource "aws_cloudwatch_event_permission" "publishers" {
  for_each = var.publishers

  event_bus_name = aws_cloudwatch_event_bus.this.name
  principal      = startswith(each.value, "o-") ? "*" : each.value
  statement_id   = each.key

  dynamic "condition" {
    for_each = startswith(each.value, "o-") ? [each.value] : []

    content {
      key   = "aws:PrincipalOrgID"
      type  = "StringEquals"
      value = condition.value
    }
  }
}
