module "table" {
  source = "../../../../modules/data/dynamodb-table"

  # name is "my users": write 3 to 255 letters
  name = "my users"
  # The type of partition_key is "string": write "S"
  partition_key = { name = "id", type = "string" }
  # point_in_time_recovery_days is 36: write 1 to 35 days
  point_in_time_recovery_days = 36
  # restore.at is "yesterday": write a time in UTC
  # restore.source is "a table": write the name of a table
  restore = { source = "a table", at = "yesterday" }
  # provisioned is {"read":{"max":1,"min":5,"target_percent":70},"write":{"max":2,"min":1,"target_percent":99}}: DynamoDB scales for a target of 20 to 90 percent, write
  # provisioned is {"read":{"max":1,"min":5,"target_percent":70},"write":{"max":2,"min":1,"target_percent":99}}: write min of at least 1
  provisioned = { read = { min = 5, max = 1 }, write = { min = 1, max = 2, target_percent = 99 } }
  # reader_accounts is ["partner"]: write account ids of 12 digits
  reader_accounts = ["partner"]
  # stream is "ALL": write "NEW_AND_OLD_IMAGES"
  stream = "ALL"
  # table_class is "GLACIER": write "STANDARD" or
  table_class = "GLACIER"
}

module "table_indexes" {
  source = "../../../../modules/data/dynamodb-table"

  name          = "refusals"
  partition_key = { name = "id" }
  sort_key      = { name = "at" }
  stream        = "NEW_AND_OLD_IMAGES"
  # In by-b, projection and included disagree: write projection = "INCLUDE" together
  # The projection of by-a is "SOME": write "ALL"
  global_indexes = {
    by-a = { partition_key = { name = "a" }, projection = "SOME" }
    by-b = { partition_key = { name = "b" }, included = ["c"] }
  }
  # limits is {"read":0,"write":null}: write 1 or more request units
  limits = { read = 0 }
  # In local_indexes, write projection "ALL" or
  # There are 6 local indexes: DynamoDB takes 5, write fewer
  local_indexes = { for number in range(6) : "by-${number}" => { sort_key = { name = "a" }, projection = "SOME" } }
  # replicas holds ireland: write region names
  replicas = { ireland = {} }
}

module "table_global_indexes" {
  source = "../../../../modules/data/dynamodb-table"

  name          = "refusals"
  partition_key = { name = "id" }
  # There are 21 global indexes: DynamoDB takes 20, write fewer
  global_indexes = { for number in range(21) : "by-${number}" => { partition_key = { name = "a" } } }
}
