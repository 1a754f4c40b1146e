# Optional inputs are taken away again, and what they did is undone.
module "expiring" {
  source = "../../../modules/data/dynamodb-table"

  name                = "taken-expiring"
  deletion_protection = false
  limits              = var.next ? { read = 100 } : { read = 100, write = 50 }
  partition_key       = { name = "id" }
  ttl                 = { attribute = "expires_at", enabled = !var.next }
}

# Steady load was found: from on demand to provisioned capacity.
module "steady" {
  source = "../../../modules/data/dynamodb-table"

  name                = "taken-steady"
  deletion_protection = false
  partition_key       = { name = "id" }
  provisioned         = var.next ? { read = { min = 50, max = 80 }, write = { min = 40, max = 40 } } : null
}

# Fixed, then scaled; and the other way round.
module "warm" {
  source   = "../../../modules/serverless/lambda-function"
  for_each = { fixed = var.next, scaled = !var.next }

  name                            = "taken-${each.key}"
  alias                           = {}
  handler                         = "echo.handlers.api"
  package                         = { path = "${path.module}/../../../examples/functions/services/echo/build/echo.zip" }
  provisioned_concurrency         = 2
  provisioned_concurrency_scaling = each.value ? { max = 4 } : null
}
