# Steady load: provisioned capacity that autoscaling keeps near its target.
module "table" {
  source = "../.."

  name          = "example-dynamodb-table-provisioned"
  partition_key = { name = "id" }

  provisioned = {
    read  = { min = 5, max = 50 }
    write = { min = 2, max = 20, target_percent = 60 }
  }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

output "table" {
  value = module.table
}
