# Orders of a busy shop: shards for a known load, a week to repair a consumer, and one consumer with throughput of
# its own.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-kinesis-stream-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

module "alarms" {
  source = "../../../sns-topic"

  name       = "example-kinesis-stream-complete-alarms"
  kms_key    = module.key
  publishers = { alarms = { service = "cloudwatch" } }
}

module "stream" {
  source = "../.."

  name                       = "example-kinesis-stream-complete"
  alarm_actions              = [module.alarms.arn]
  alarm_iterator_age_seconds = 60
  consumers                  = ["mail"]
  kms_key                    = module.key
  retention_hours            = 168
  shards                     = 2

  tags = { Service = "orders" }
}

output "stream" {
  value = module.stream
}
