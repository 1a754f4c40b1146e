# Carts that are written and read in two regions, whichever is nearer.
module "table" {
  source = "../.."

  name          = "example-dynamodb-table-global"
  partition_key = { name = "id" }
  stream        = "NEW_AND_OLD_IMAGES"
  replicas      = { eu-central-1 = {} }

  tags = { Service = "carts" }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

output "table" {
  value = module.table
}
