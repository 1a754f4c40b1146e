# Serverless PostgreSQL, a writer and a reader, everything else at its safe default.
module "network" {
  source = "../../../../network/vpc"

  name               = "example-aurora-minimal"
  availability_zones = ["a", "b"]
  cidr               = "10.33.0.0/20"
  flow_logs          = null
  gateway_endpoints  = []
  nat                = "none"
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
