# Orders by customer and by state: indexes, a stream for projections, expiry, a key of its own, readers in another
# account,
# alarms.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-dynamodb-table-complete"
  deletion_window_days = 7
  reader_accounts      = ["111122223333"]
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-dynamodb-table-complete"
  kms_master_key_id = module.key.arn
}

module "table" {
  source = "../.."

  name                 = "example-dynamodb-table-complete"
  partition_key        = { name = "customer" }
  sort_key             = { name = "order" }
  stream               = "NEW_AND_OLD_IMAGES"
  ttl                  = { attribute = "expires_at" }
  kms_key              = module.key
  alarm_actions        = [aws_sns_topic.alarms.arn]
  contributor_insights = true
  limits               = { read = 4000, write = 1000 }
  reader_accounts      = ["111122223333"]

  global_indexes = {
    by-state = {
      partition_key = { name = "state" }
      sort_key      = { name = "placed_at", type = "N" }
    }
    by-coupon = {
      partition_key = { name = "coupon" }
      projection    = "INCLUDE"
      included      = ["total"]
    }
  }

  local_indexes = {
    by-date = {
      sort_key   = { name = "placed_at", type = "N" }
      projection = "KEYS_ONLY"
    }
  }

  tags = { Service = "orders" }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

output "table" {
  value = module.table
}
