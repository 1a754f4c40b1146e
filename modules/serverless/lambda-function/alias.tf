# With an alias, every change publishes a version, and callers of the function call the alias.
locals {
  alias      = one(concat(aws_lambda_alias.this, aws_lambda_alias.released))
  alias_arn  = try(local.alias.arn, null)
  invoke_arn = var.alias == null ? aws_lambda_function.this.invoke_arn : local.alias.invoke_arn
  qualifier  = try(local.alias.name, null)
  target_arn = var.alias == null ? aws_lambda_function.this.arn : local.alias_arn
}

resource "aws_lambda_alias" "this" {
  count = var.alias != null && var.released_by == "terraform" ? 1 : 0

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

# A pipeline moves it from version to version, by weights as it likes.
resource "aws_lambda_alias" "released" {
  count = var.alias != null && var.released_by == "pipeline" ? 1 : 0

  name             = var.alias.name
  description      = "The version that callers of ${var.name} reach."
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}
