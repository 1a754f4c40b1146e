# Three nodes in front of a table that is only read: the defaults.
module "network" {
  source = "../../../../../examples/network"

  name = "example-dax-minimal"
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
