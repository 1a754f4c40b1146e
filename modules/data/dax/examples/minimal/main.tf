# Three nodes in front of a table that is only read: the defaults.
module "network" {
  source = "../../../../network/vpc"

  name               = "example-dax-minimal"
  availability_zones = ["a", "b"]
  cidr               = "10.46.0.0/16"
  flow_logs          = null
  gateway_endpoints  = []
  nat                = "none"
}

module "table" {
  source = "../../../dynamodb-table"

  name          = "example-dax-minimal"
  partition_key = { name = "id" }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "cluster" {
  source = "../.."

  name    = "example-dax-minimal"
  grants  = [module.table.grants.read]
  network = module.network
}

output "cluster" {
  value = module.cluster
}
