locals {
  # https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-iam-authorization
  types = { mutate = "Mutation", query = "Query", subscribe = "Subscription" }

  field_grants = {
    for key in keys(var.resolvers) : key => [{
      actions    = ["appsync:GraphQL"]
      resources  = ["${aws_appsync_graphql_api.this.arn}/types/${split(".", key)[0]}/fields/${split(".", key)[1]}"]
      conditions = []
    }]
  }
}

output "alarms" {
  description = "ARNs of the alarms by what they watch, for `operations/alarms`. Empty without `alarm_actions`."
  value = merge(
    { for key, alarm in aws_cloudwatch_metric_alarm.errors : key => alarm.arn },
    { for alarm in aws_cloudwatch_metric_alarm.latency : "latency" => alarm.arn },
  )
}

output "arn" {
  description = "ARN of the API."
  value       = aws_appsync_graphql_api.this.arn
}

output "domain" {
  description = <<-EOT
    What the DNS record of the API's own domain points at: `name`, `target` and the `zone_id` of the target. null
    without one.
  EOT
  value = one([
    for domain in aws_appsync_domain_name.this : {
      name    = domain.domain_name
      target  = domain.appsync_domain_name
      zone_id = domain.hosted_zone_id
    }
  ])
}

output "field_grants" {
  description = <<-EOT
    Least-privilege statements by field with a resolver, for a caller of one:
    `module.api.field_grants["Query.order"]`.
  EOT
  value       = local.field_grants
}

output "grants" {
  description = <<-EOT
    Least-privilege statements for callers by `AWS_IAM`: `query`, `mutate` and `subscribe`, all fields of each.
    See `field_grants` for one.
  EOT
  value = {
    for grant, type in local.types : grant => [{
      actions    = ["appsync:GraphQL"]
      resources  = ["${aws_appsync_graphql_api.this.arn}/types/${type}/fields/*"]
      conditions = []
    }]
  }
}

output "id" {
  description = "Id of the API."
  value       = aws_appsync_graphql_api.this.id
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "realtime_url" {
  description = "Address that subscriptions connect to, by WebSocket."
  value = (
    var.domain == null ? aws_appsync_graphql_api.this.uris["REALTIME"] : "wss://${var.domain.name}/graphql/realtime"
  )
}

output "role_names" {
  description = "Names of the roles by data source, for those that AppSync acts for."
  value       = { for name, role in aws_iam_role.sources : name => role.name }
}

output "url" {
  description = "Address that queries and mutations are posted to."
  value       = var.domain == null ? aws_appsync_graphql_api.this.uris["GRAPHQL"] : "https://${var.domain.name}/graphql"
}
