# Sales by minute: reads the orders, writes the sums, and may call a database in the network.
module "network" {
  source = "../../../../../examples/network"

  name = "example-flink-application"
}

module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-flink-application-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

module "alarms" {
  source = "../../../sns-topic"

  name       = "example-flink-application-complete-alarms"
  kms_key    = module.key
  publishers = { alarms = { service = "cloudwatch" } }
}

module "stream" {
  source   = "../../../kinesis-stream"
  for_each = toset(["orders", "sales"])

  name    = "example-flink-application-complete-${each.key}"
  kms_key = module.key
}

module "code" {
  source = "../../../../data/s3-bucket"

  name    = "example-flink-application-complete"
  kms_key = module.key

  # Examples are destroyed after use. Leave this out of yours.
  force_destroy = true
}

# Represents the JAR that your build uploads.
resource "aws_s3_object" "code" {
  bucket  = module.code.name
  key     = "sales.jar"
  content = "a JAR"
}

module "application" {
  source = "../.."

  name          = "example-flink-application-complete"
  description   = "Sums up sales by minute."
  alarm_actions = [module.alarms.arn]
  checkpoint    = { interval_seconds = 30 }
  code          = { bucket = module.code, key = aws_s3_object.code.key, version = aws_s3_object.code.version_id }
  grants        = [module.stream["orders"].grants.consume, module.stream["sales"].grants.write]
  log           = { level = "WARN", retention_days = 90, kms_key = module.key }
  metrics       = "TASK"
  network       = module.network
  parallelism   = { total = 4, per_unit = 2 }

  properties = {
    sales = { input = module.stream["orders"].arn, output = module.stream["sales"].arn }
  }

  tags = { Service = "sales" }
}

output "application" {
  value = module.application
}

output "streams" {
  value = module.stream
}
