# Orders on MySQL: two copies to read from, a proxy that pools connections, parameters, encryption, alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-rds-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-rds-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../../../examples/network"

  name = "example-rds-complete"
}

resource "aws_security_group" "client" {
  #checkov:skip=CKV2_AWS_5: represents that of a service
  name        = "example-rds-complete-client"
  description = "A service that asks the database."
  vpc_id      = module.network.id
}

module "database" {
  source = "../.."

  name               = "example-rds-complete"
  alarm_actions      = [aws_sns_topic.alarms.arn]
  alarm_connections  = 500
  backups            = { retention_days = 35, window = "01:00-02:00" }
  clients            = { orders = { security_group_id = aws_security_group.client.id } }
  database           = "orders"
  engine             = "mysql"
  iam_users          = ["orders", "reports"]
  insights           = "advanced"
  instance_class     = "db.m7g.large"
  kms_key            = module.key
  maintenance_window = "tue:03:00-tue:04:00"
  logs               = { exports = ["error", "slowquery"], kms_key = module.key, retention_days = 90 }
  managed_password   = false
  network            = module.network
  parameters = {
    long_query_time    = { value = "0.5" }
    performance_schema = { value = "1", apply = "pending-reboot" }
  }
  proxy    = { idle_seconds = 600 }
  replicas = { reports = { instance_class = "db.r7g.large" }, search = {} }
  storage  = { gb = 400, max_gb = 400, iops = 14000, throughput_mbps = 600 }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
  final_snapshot      = false

  tags = { Service = "orders" }
}

output "database" {
  value = module.database
}
