module "orders_table" {
  source = "../../modules/data/dynamodb-table"

  name          = "orders"
  partition_key = { name = "id" }
}
