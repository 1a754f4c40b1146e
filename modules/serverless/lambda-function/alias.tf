# With an alias, every change publishes a version, and callers of the function call the alias.
locals {
  alias_arn  = one(aws_lambda_alias.this[*].arn)
  invoke_arn = var.alias == null ? aws_lambda_function.this.invoke_arn : one(aws_lambda_alias.this[*].invoke_arn)
  qualifier  = one(aws_lambda_alias.this[*].name)
  target_arn = var.alias == null ? aws_lambda_function.this.arn : local.alias_arn
}

resource "aws_lambda_alias" "this" {
  count = var.alias == null ? 0 : 1

  name             = var.alias.name
  description      = "The version that callers of ${var.name} reach."
  function_name    = aws_lambda_function.this.function_name
  function_version = var.alias.canary == null ? aws_lambda_function.this.version : var.alias.canary.stable_version

  dynamic "routing_config" {
    for_each = var.alias.canary == null ? [] : [var.alias.canary]

    content {
      additional_version_weights = { (aws_lambda_function.this.version) = routing_config.value.percent / 100 }
    }
  }

  lifecycle {
    precondition {
      condition = (
        var.alias.canary == null ? true : var.alias.canary.stable_version != aws_lambda_function.this.version
      )
      error_message = join(" ", [
        "alias.canary.stable_version is the version just published (${aws_lambda_function.this.version}): write",
        "the one that was live before, or leave out canary.",
      ])
    }
  }
}
