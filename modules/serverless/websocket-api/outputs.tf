output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for key, alarm in aws_cloudwatch_metric_alarm.errors : key => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.latency : "latency" => alarm.arn },
  )
}

output "connections" {
  description = <<-EOT
    Table of the connections, by `connection_id` and through the index `by-caller`: the whole of
    `data/dynamodb-table`, with its `grants`.
  EOT
  value       = module.connections
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

output "environment" {
  description = <<-EOT
    Environment variables of functions that push: `CONNECTIONS_URL`, which connections are posted to, and
    `CONNECTIONS_TABLE`.
  EOT
  value       = { CONNECTIONS_TABLE = module.connections.name, CONNECTIONS_URL = local.callback_url }
}

output "execution_arn" {
  description = "ARN that routes are called by, without stage and route."
  value       = aws_apigatewayv2_api.this.execution_arn
}

output "grants" {
  description = <<-EOT
    Least-privilege statements: `push` (posts to connections), `disconnect` (ends them), and `invoke` for callers
    whom IAM lets connect.
    The table's are in `connections`.
  EOT
  value = {
    disconnect = [{
      actions    = ["execute-api:ManageConnections"]
      resources  = ["${aws_apigatewayv2_api.this.execution_arn}/${var.stage}/DELETE/@connections/*"]
      conditions = []
    }]
    invoke = [{
      actions    = ["execute-api:Invoke"]
      resources  = ["${aws_apigatewayv2_api.this.execution_arn}/${var.stage}/$connect"]
      conditions = []
    }]
    push = [{
      actions    = ["execute-api:ManageConnections"]
      resources  = ["${aws_apigatewayv2_api.this.execution_arn}/${var.stage}/POST/@connections/*"]
      conditions = []
    }]
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

output "stage" {
  description = "Name of the stage."
  value       = aws_apigatewayv2_stage.this.name
}

output "stage_arn" {
  description = "ARN of the stage."
  value       = aws_apigatewayv2_stage.this.arn
}

output "url" {
  description = "Address that clients connect to."
  value = (
    var.domain == null ? aws_apigatewayv2_stage.this.invoke_url :
    "wss://${join("/", compact([var.domain.name, var.domain.base_path]))}"
  )
}
