output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for alarm in aws_cloudwatch_metric_alarm.errors : "errors" => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.throttles : "throttles" => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.duration : "duration" => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.iterator_age : "iterator-age" => alarm.arn },
  )
}

output "alias" {
  description = "Name of the alias that callers reach, null without one."
  value       = local.qualifier
}

output "arn" {
  description = "ARN to call: the alias's, or without an alias the function's."
  value       = local.target_arn
}

output "function_arn" {
  description = "ARN of the function, without alias or version."
  value       = aws_lambda_function.this.arn
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `invoke`, `invoke_url` for callers of the function's URL, and `release` for the pipeline
    that releases its code.
  EOT
  value = {
    invoke = [{ actions = ["lambda:InvokeFunction"], resources = [local.target_arn], conditions = [] }]

    # https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    invoke_url = [
      { actions = ["lambda:InvokeFunctionUrl"], resources = [local.target_arn], conditions = [] },
      {
        actions    = ["lambda:InvokeFunction"]
        resources  = [local.target_arn]
        conditions = [{ test = "Bool", variable = "lambda:InvokedViaFunctionUrl", values = ["true"] }]
      },
    ]

    # https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
    release = [
      {
        actions = [
          "lambda:GetFunction",
          "lambda:GetFunctionConfiguration",
          "lambda:PublishVersion",
          "lambda:UpdateAlias",
          "lambda:UpdateFunctionCode",
        ]
        resources  = [aws_lambda_function.this.arn, "${aws_lambda_function.this.arn}:*"]
        conditions = []
      },
    ]
  }
}

output "invoke_arn" {
  description = "ARN that API Gateway integrates with."
  value       = local.invoke_arn
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "qualified_arn" {
  description = "ARN of the version last published, `$LATEST` without an alias."
  value       = aws_lambda_function.this.qualified_arn
}

output "role_arn" {
  description = "ARN of the function's role."
  value       = local.role_arn
}

output "role_name" {
  description = "Name of the function's role."
  value       = reverse(split("/", local.role_arn))[0]
}

output "security_group_id" {
  description = <<-EOT
    Security group of a function in a `network`, the first of its own, null without.
    Others let the function in by it: `clients = { users = module.users }`.
  EOT
  value       = try(var.network.security_group_ids[0], null)
}

output "timeout_seconds" {
  description = "Seconds after which a call is ended."
  value       = var.timeout_seconds
}

output "url" {
  description = "HTTPS address of the function, null without one."
  value       = one(aws_lambda_function_url.this[*].function_url)
}

output "version" {
  description = <<-EOT
    Version last published, `$LATEST` without an alias.
    It is what `alias.canary.stable_version` names in the next release.
  EOT
  value       = aws_lambda_function.this.version
}
