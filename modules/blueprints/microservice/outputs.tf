output "failed_queue" {
  description = <<-EOT
    The queue of events that no function could be called for, see `messaging/sqs-queue`. null where all events are
    requests and messages of queues.
  EOT
  value       = one(module.failed)
}

output "functions" {
  description = "The functions by name, see `serverless/lambda-function`."
  value       = module.function
}

output "queues" {
  description = "The queues by name, see `messaging/sqs-queue`."
  value       = module.queue
}

output "route_grants" {
  description = <<-EOT
    Least-privilege statements by route, for a caller of one: `module.users.route_grants["POST /users"]`.
  EOT
  value       = try(module.api[0].route_grants, {})
}

output "tables" {
  description = "The tables by name, see `data/dynamodb-table`."
  value       = module.table
}

output "topics" {
  description = "The topics by name, see `messaging/sns-topic`."
  value       = module.topic
}

output "url" {
  description = "Address of the API, null without routes."
  value       = one(module.api[*].url)
}
