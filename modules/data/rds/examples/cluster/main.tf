# PostgreSQL as a cluster of three zones: two of them can be read from, and one takes over within a minute.
module "network" {
  source = "../../../../../examples/network"

  name = "example-rds-cluster"
}

module "database" {
  source = "../.."

  name                   = "example-rds-cluster"
  database               = "orders"
  deployment             = "cluster"
  iam_users              = ["orders"]
  instance_class         = "db.m6gd.large"
  network                = module.network
  password_rotation_days = 30
  storage                = { gb = 100 }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
  final_snapshot      = false
}

output "database" {
  value = module.database
}
