# Orders of a stream, tidied by a function, in folders by customer and day; what it refuses is apart.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-firehose-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

module "alarms" {
  source = "../../../sns-topic"

  name       = "example-firehose-complete-alarms"
  kms_key    = module.key
  publishers = { alarms = { service = "cloudwatch" } }
}

module "orders" {
  source = "../../../kinesis-stream"

  name    = "example-firehose-complete"
  kms_key = module.key
}

module "tidy" {
  source = "../../../../serverless/lambda-function"

  name            = "example-firehose-complete"
  handler         = "echo.handlers.transform"
  package         = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
  timeout_seconds = 60
}

module "bucket" {
  source = "../../../../data/s3-bucket"

  name    = "example-firehose-complete"
  kms_key = module.key

  # Examples are destroyed after use. Leave this out of yours.
  force_destroy = true
}

module "firehose" {
  source = "../.."

  name                    = "example-firehose-complete"
  alarm_actions           = [module.alarms.arn]
  alarm_freshness_seconds = 600
  bucket                  = module.bucket
  buffer                  = { seconds = 60, megabytes = 128 }
  log                     = { retention_days = 90, kms_key = module.key }
  partition_keys          = { customer = ".customer" }
  prefix                  = "orders/"
  stream                  = module.orders
  transform               = { function = module.tidy }

  tags = { Service = "orders" }
}

output "bucket" {
  value = module.bucket
}

output "firehose" {
  value = module.firehose
}

output "orders" {
  value = module.orders
}
