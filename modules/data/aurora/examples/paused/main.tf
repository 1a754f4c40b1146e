# MySQL for a development environment: one instance, which pauses without connections, and a password that RDS
# rotates monthly.
module "network" {
  source = "../../../../../examples/network"

  name = "example-aurora-paused"
}

module "database" {
  source = "../.."

  name                   = "example-aurora-paused"
  capacity               = { min = 0, max = 2, pause_after_seconds = 600 }
  database               = "orders"
  engine                 = "mysql"
  instances              = { one = {} }
  network                = module.network
  password_rotation_days = 30

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
  final_snapshot      = false
}

output "database" {
  value = module.database
}
