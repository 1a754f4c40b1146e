# Three ways to rotate the users of a database: the master by RDS itself, one service's user that changes its own
# password, and another service's pair of users that alternate, so that no login ever fails.
module "network" {
  source = "../../../../../examples/network"

  name = "example-secret-database"
}

module "database" {
  source = "../../../../data/rds"

  name       = "example-secret-database"
  database   = "orders"
  clients    = { rotation = module.function }
  deployment = "single"
  network    = module.network

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
  final_snapshot      = false
}

# Who plans and applies rotates the master's password no further than this: RDS does it.
module "master" {
  source = "../.."

  name     = "example-secret-database-master"
  existing = { arn = module.database.secret_arn }
  rotation = { days = 14 }
}

module "orders" {
  source = "../.."

  name      = "example-secret-database/orders"
  generated = { fields = merge(local.login, { username = "orders" }) }
  rotation  = { days = 7, function = module.function }

  secret_recovery_days = 0
}

module "reports" {
  source = "../.."

  name = "example-secret-database/reports"
  generated = {
    exclude_characters = "\"'@/\\"
    fields             = merge(local.login, { username = "reports", masterarn = module.database.secret_arn })
    key                = "password"
    length             = 32
  }
  rotation = { days = 7, function = module.function, immediately = true }

  secret_recovery_days = 0
}

module "function" {
  source = "../../../../serverless/lambda-function"

  name            = "example-secret-database"
  handler         = "rotation.postgres.handler"
  package         = { path = "${path.module}/../../../../../examples/functions/services/rotation/build/rotation.zip" }
  timeout_seconds = 30

  network = {
    security_group_ids = [aws_security_group.function.id]
    subnet_ids         = values(module.network.private_subnet_ids)
  }

  grants = [
    module.database.grants.secret,
    module.orders.grants.rotate,
    module.reports.grants.rotate,
  ]
}

resource "aws_security_group" "function" {
  #checkov:skip=CKV2_AWS_5: the function has it
  name        = "example-secret-database"
  description = "The rotation function: reaches the database, and Secrets Manager by an endpoint of the network."
  vpc_id      = module.network.id
}

locals {
  login = {
    dbname = "orders"
    host   = module.database.address.host
    port   = module.database.address.port
  }
}

output "database" {
  value = module.database
}

output "master" {
  value = module.master
}

output "orders" {
  value = module.orders
}

output "reports" {
  value = module.reports
}
