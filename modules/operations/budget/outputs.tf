output "actions" {
  description = "Ids of the actions, by the names of their budgets, for those who approve them."
  value       = { for key, action in aws_budgets_budget_action.this : key => action.action_id }
}

output "budgets" {
  description = "Names of the budgets, by their names here."
  value       = { for key, budget in aws_budgets_budget.this : key => budget.name }
}

output "monitors" {
  description = "ARNs of the anomaly monitors, by their names."
  value       = { for key, monitor in aws_ce_anomaly_monitor.this : key => monitor.arn }
}

output "role_arn" {
  description = "ARN of the role in which AWS carries out actions, null without any."
  value       = one(aws_iam_role.action[*].arn)
}
