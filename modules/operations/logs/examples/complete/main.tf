# Encrypted log groups with masks over what customers are known by, metrics, queries, and what failed delivered on.
locals {
  orders = "/example/logs-complete/orders"
}

module "logs" {
  source = "../.."

  name      = "example-logs-complete"
  kms_key   = module.key
  protected = ["CreditCardNumber", "EmailAddress"]

  groups = {
    (local.orders)                   = { class = "STANDARD", retention_days = 90 }
    "/example/logs-complete/archive" = { class = "INFREQUENT_ACCESS", retention_days = 365 }
  }

  metric_filters = {
    failed = {
      log_group_name = local.orders
      pattern        = "{ $.level = \"ERROR\" }"
      default        = 0
      unit           = "Count"
      value          = "1"
    }
    latency = {
      log_group_name = local.orders
      pattern        = "{ $.latency_ms > 0 }"
      dimensions     = { Shop = "$.shop" }
      unit           = "Milliseconds"
      value          = "$.latency_ms"
    }
  }

  queries = {
    slowest = {
      text            = "fields @timestamp, latency_ms, shop | sort latency_ms desc | limit 20"
      log_group_names = [local.orders, "/example/logs-complete/archive"]
    }
  }

  subscriptions = {
    failed = { firehose = module.firehose, log_group_name = local.orders, pattern = "{ $.level = \"ERROR\" }" }
  }

  tags = { Service = "orders" }
}

module "key" {
  source = "../../../kms-key"

  name     = "example-logs-complete"
  services = ["logs"]
}

module "firehose" {
  source = "../../../../messaging/firehose"

  name   = "example-logs-complete"
  bucket = module.bucket
}

module "bucket" {
  source = "../../../../data/s3-bucket"

  name = "example-logs-complete"

  # Examples are destroyed after use. Leave this out of yours.
  force_destroy = true
}

output "bucket" {
  value = module.bucket
}

output "logs" {
  value = module.logs
}
