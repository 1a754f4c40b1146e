# Payments: accounts, and transfers between them that happen once or not at all.
module "payments" {
  source = "../../modules/blueprints/microservice"

  name     = "payments"
  platform = var.platform
  tables   = { accounts = { partition_key = { name = "pk" } } }
  tags     = { Service = "payments" }

  functions = {
    steps = {
      handler = "payments.steps.handler"
      package = { path = "${path.module}/services/payments/build/payments.zip" }
      grants  = ["tables.accounts.read_write"]
    }
  }
}
