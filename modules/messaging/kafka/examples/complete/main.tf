# Brokers of one's own in two zones, encrypted and watched, and a pipe that carries a topic into a queue.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-kafka-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-kafka-complete"
  kms_master_key_id = module.key.arn
}

module "network" {
  source = "../../../../../examples/network"

  name = "example-kafka-complete"
}

resource "aws_security_group" "orders" {
  #checkov:skip=CKV2_AWS_5: tasks of the service would have it
  name        = "example-kafka-complete"
  description = "Tasks that write orders."
  vpc_id      = module.network.id
}

module "kafka" {
  source = "../.."

  name               = "example-kafka-complete"
  network            = module.network
  clients            = { orders = { security_group_id = aws_security_group.orders.id } }
  event_sources      = true
  kms_key            = module.key
  log                = { retention_days = 90, kms_key = module.key }
  alarm_actions      = [aws_sns_topic.alarms.arn]
  alarm_disk_percent = 60
  alarm_lag_seconds  = 60
  topics             = { orders = { groups = ["billing", "example-kafka-complete"] } }

  provisioned = {
    brokers_per_zone = 2
    instance_type    = "kafka.m7g.xlarge"
    monitoring       = "PER_BROKER"
    parameters       = { "log.retention.hours" = "72" }
    storage_gb       = 200
    version          = "3.9.x"
    zones            = 2
  }

  tags = { Service = "orders" }
}

module "pipe" {
  source = "../../../pipe"

  name = "example-kafka-complete"
  from = { topic = module.kafka.topics.orders, consumer_group = "example-kafka-complete" }
  to   = { queue = module.queue }
}

module "queue" {
  source = "../../../sqs-queue"

  name = "example-kafka-complete"
}

output "kafka" {
  value = module.kafka
}

output "pipe" {
  value = module.pipe
}
