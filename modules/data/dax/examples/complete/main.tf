# Orders that are read more often than they change: kept for a minute, results of queries for five seconds; alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-dax-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-dax-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../../../examples/network"

  name = "example-dax-complete"
}

resource "aws_security_group" "api" {
  #checkov:skip=CKV2_AWS_5: an example without the service that has it
  name        = "example-dax-complete-api"
  description = "Represents a service."
  vpc_id      = module.network.id
}

module "orders" {
  source = "../../../dynamodb-table"

  name           = "example-dax-complete"
  partition_key  = { name = "id" }
  global_indexes = { by-customer = { partition_key = { name = "customer" } } }
  kms_key        = module.key

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

module "cluster" {
  source = "../.."

  name               = "example-dax-complete"
  grants             = [module.orders.grants.read_write]
  network            = module.network
  alarm_actions      = [aws_sns_topic.alarms.arn]
  alarm_cpu_percent  = 70
  clients            = { api = { security_group_id = aws_security_group.api.id } }
  item_ttl_seconds   = 60
  maintenance_window = "tue:02:00-tue:03:00"
  node_type          = "dax.r5.large"
  nodes              = 4
  query_ttl_seconds  = 5

  tags = { Service = "orders" }
}

output "client_security_group_id" {
  value = aws_security_group.api.id
}

output "cluster" {
  value = module.cluster
}

output "table" {
  value = module.orders
}
