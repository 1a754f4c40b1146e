# A monthly budget of the account, and AWS's watch for unusual cost.
module "budget" {
  source = "../.."

  name    = "example-budget-minimal"
  budgets = { account = { amount_usd = 500 } }
  emails  = ["ops@example.com"]
}

output "budget" {
  value = module.budget
}
