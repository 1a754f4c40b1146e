locals {
  route_grants = {
    for key, operation in local.operations : key => [{
      actions    = ["execute-api:Invoke"]
      resources  = ["${aws_apigatewayv2_stage.this.execution_arn}/${operation.arn}"]
      conditions = []
    }]
  }

  invocable = flatten([
    for key, route in var.routes : local.route_grants[key][*].resources if route.authorization == "AWS_IAM"
  ])
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for key, alarm in aws_cloudwatch_metric_alarm.errors : key => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.latency : "latency" => alarm.arn },
  )
}

output "domain" {
  description = <<-EOT
    What the DNS record of the API's own domain points at: `name`, `target` and the `zone_id` of the target. null
    without one, or on a domain that was there already.
  EOT
  value = one([
    for domain in aws_apigatewayv2_domain_name.this : {
      name    = domain.domain_name
      target  = domain.domain_name_configuration[0].target_domain_name
      zone_id = domain.domain_name_configuration[0].hosted_zone_id
    }
  ])
}

output "execution_arn" {
  description = "ARN that routes are called by, without stage, method and path."
  value       = aws_apigatewayv2_api.this.execution_arn
}

output "grants" {
  description = <<-EOT
    Least-privilege statements for callers of routes with `AWS_IAM`: `invoke`, all of them.
    See `route_grants` for one.
  EOT
  value = {
    invoke = [
      for arns in [local.invocable] :
      { actions = ["execute-api:Invoke"], resources = arns, conditions = [] } if length(arns) > 0
    ]
  }
}

output "id" {
  description = "Id of the API."
  value       = aws_apigatewayv2_api.this.id
}

output "log_group_name" {
  description = "Name of the log group with the access logs."
  value       = aws_cloudwatch_log_group.this.name
}

output "role_name" {
  description = "Name of the role of routes to queues, event buses and state machines, null without such routes."
  value       = one(aws_iam_role.this[*].name)
}

output "route_grants" {
  description = "Least-privilege statements by route, for a caller of one: `module.api.route_grants[\"POST /users\"]`."
  value       = local.route_grants
}

output "security_group_id" {
  description = "Security group of the VPC link, which what listens in the network lets in. null without a network."
  value       = one(aws_security_group.this[*].id)
}

output "stage" {
  description = "Name of the stage."
  value       = aws_apigatewayv2_stage.this.name
}

output "stage_arn" {
  description = "ARN of the stage."
  value       = aws_apigatewayv2_stage.this.arn
}

output "url" {
  description = "Address that paths are put behind, without a slash at its end."
  value = (
    var.domain == null ? trimsuffix(aws_apigatewayv2_stage.this.invoke_url, "/") :
    "https://${join("/", compact([var.domain.name, var.domain.base_path]))}"
  )
}
