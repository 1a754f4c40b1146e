# A table with a key, and everything else at its safe default.
module "table" {
  source = "../.."

  name          = "example-dynamodb-table-minimal"
  partition_key = { name = "id" }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

output "table" {
  value = module.table
}
