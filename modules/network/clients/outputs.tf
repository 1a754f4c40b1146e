output "ids" {
  description = "Ids of the rules, by the names of the clients."
  value       = { for name, rule in aws_vpc_security_group_ingress_rule.this : name => rule.id }
}
