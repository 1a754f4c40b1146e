output "alarm_actions" {
  description = "What alarms tell: the platform's alarm topic."
  value       = [module.alarms.arn]
}

output "event_bus" {
  description = "The platform's bus, see `messaging/event-bus`."
  value       = module.events
}

output "kms_key" {
  description = "The platform's key, see `operations/kms-key`."
  value       = module.key
}

output "name" {
  description = "Name of the platform; a service starts its names with it."
  value       = var.name

  # REST APIs refuse to log before the account has its role.
  depends_on = [aws_api_gateway_account.this]
}

output "network" {
  description = "The platform's network, see `network/vpc`."
  value       = module.network
}

output "protected" {
  description = "Whether what holds data is protected against deletion."
  value       = var.protected
}

output "retention_days" {
  description = "Days for which logs and events are kept."
  value       = var.retention_days
}
