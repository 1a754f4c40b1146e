output "apply_role_arns" {
  description = "ARNs of the roles that change an environment, by its name: for the job after the merge."
  value       = { for name in keys(var.environments) : name => module.role["${name}-apply"].arn }
}

output "plan_role_arns" {
  description = "ARNs of the roles that plan an environment, by its name: for pull requests."
  value       = { for name in keys(var.environments) : name => module.role["${name}-plan"].arn }
}

output "providers" {
  description = "OpenID Connect providers, `github` and `gitlab`, for `existing_providers` of another call."
  value       = { for forge, arn in local.provider_arns : forge => { arn = arn } }
}
