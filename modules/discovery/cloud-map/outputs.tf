output "arn" {
  description = "ARN of the namespace. `compute/ecs-cluster` takes the module as its `namespace`."
  value       = local.namespace.arn
}

output "hosted_zone_id" {
  description = "Hosted zone that Cloud Map keeps the names in, null without DNS."
  value       = one(aws_service_discovery_private_dns_namespace.this[*].hosted_zone)
}

output "id" {
  description = "Id of the namespace. Hand the whole module to services instead: `namespace = module.namespace`."
  value       = local.namespace.id
}

output "name" {
  description = "Name of the namespace."
  value       = local.namespace.name
}

output "private_dns" {
  description = "Whether names are resolved in a network."
  value       = local.private_dns
}
