module "table" {
  source = "../../../../modules/data/dynamodb-table"

  name          = "refusals"
  partition_key = { name = "id" }
  # Of by-a, some state provisioned where the table does not, or the other way round: write
  global_indexes = { by-a = { partition_key = { name = "a" }, provisioned = { read = 1, write = 1 } } }
  # local_indexes holds by-b, but the table has no sort_key: write a sort_key
  local_indexes = { by-b = { sort_key = { name = "b" } } }
  # reader_accounts is ["111122223333"], and no other account may use AWS's own key: write kms_key too
  reader_accounts = ["111122223333"]
  # replicas and kms_key disagree: with a key of your own, write
  # replicas holds eu-central-1: global tables replicate through the stream, write stream
  replicas = { eu-central-1 = { kms_key = local.key } }
}

module "table_capacity" {
  source = "../../../../modules/data/dynamodb-table"

  name          = "refusals"
  partition_key = { name = "id" }
  provisioned   = { read = { min = 1, max = 5 }, write = { min = 1, max = 2 } }
  # limits and provisioned are both set: limits caps on-demand capacity, write one of them
  limits = { read = 100 }
}

# id is S and N: an attribute has one type, write the same in every key
module "table_types" {
  source = "../../../../modules/data/dynamodb-table"

  name          = "refusals"
  partition_key = { name = "id" }

  global_indexes = { again = { partition_key = { name = "id", type = "N" } } }
}

module "table_replicas" {
  source = "../../../../modules/data/dynamodb-table"

  name          = "refusals"
  partition_key = { name = "id" }
  provisioned   = { read = { min = 1, max = 5 }, write = { min = 2, max = 2 } }
  stream        = "NEW_AND_OLD_IMAGES"
  # replicas holds eu-central-1 and provisioned.write does not scale: write a max above min
  replicas = { eu-central-1 = {} }
}
