# Serverless PostgreSQL, a writer and a reader, everything else at its safe default.
module "network" {
  source = "../../../../../examples/network"

  name = "example-aurora-minimal"
}

module "database" {
  source = "../.."

  name     = "example-aurora-minimal"
  database = "orders"
  network  = module.network

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
  final_snapshot      = false
}

output "database" {
  value = module.database
}
