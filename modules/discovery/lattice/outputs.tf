output "arn" {
  description = "ARN of the service network. Resource Access Manager shares it with other accounts by it."
  value       = aws_vpclattice_service_network.this.arn
}

output "id" {
  description = <<-EOT
    Id of the service network.
    Hand the whole module to services instead: `lattices = { shop = module.lattice }`.
  EOT
  value       = aws_vpclattice_service_network.this.id
}

output "log_group_name" {
  description = "Name of the log group with the requests, null without one."
  value       = one(aws_cloudwatch_log_group.this[*].name)
}

output "name" {
  description = "Name of the service network."
  value       = aws_vpclattice_service_network.this.name
}

output "security_group_ids" {
  description = "Security group through which each network's callers reach the services, by the network's name."
  value       = { for name, group in aws_security_group.this : name => group.id }
}
