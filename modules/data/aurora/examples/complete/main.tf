# The primary of a global database: serverless, with SQL over HTTPS, further readers as the load grows, encryption
# and alarms.
# A cluster in another region joins it by `primary = module.database`, with that region's provider.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-aurora-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-aurora-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../../../examples/network"

  name = "example-aurora-complete"
}

resource "aws_security_group" "client" {
  #checkov:skip=CKV2_AWS_5: represents that of a service
  name        = "example-aurora-complete-client"
  description = "A service that asks the database."
  vpc_id      = module.network.id
}

module "database" {
  source = "../.."

  name               = "example-aurora-complete"
  alarm_actions      = [aws_sns_topic.alarms.arn]
  alarm_connections  = 1000
  backups            = { retention_days = 35, window = "01:00-02:00" }
  capacity           = { min = 1, max = 16 }
  clients            = { orders = { security_group_id = aws_security_group.client.id } }
  data_api           = true
  database           = "orders"
  global_name        = "example-aurora-complete"
  iam_users          = ["orders", "reports"]
  insights           = "advanced"
  instances          = { one = {}, two = { promotion_tier = 0 } }
  io_optimized       = true
  kms_key            = module.key
  maintenance_window = "tue:03:00-tue:04:00"
  logs               = { kms_key = module.key, retention_days = 90 }
  managed_password   = false
  network            = module.network
  parameters = {
    log_min_duration_statement = { value = "500" }
    max_connections            = { value = "800", apply = "pending-reboot" }
  }
  reader_scaling = { min = 1, max = 4 }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
  final_snapshot      = false

  tags = { Service = "orders" }
}

output "database" {
  value = module.database
}
