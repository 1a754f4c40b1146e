# Uploads of users: pages send them with presigned addresses, a queue, a topic, a function and the event bus hear of
# them,
# a second bucket has a copy, a third the access logs and lists of the objects.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-s3-bucket-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "s3", "sns"]
}

module "alarms" {
  source = "../../../../messaging/sns-topic"

  name       = "example-s3-bucket-complete-alarms"
  kms_key    = module.key
  publishers = { alarms = { service = "cloudwatch" } }
}

module "bucket" {
  source = "../.."

  name          = "example-s3-bucket-complete"
  access_logs   = { bucket = module.logs }
  alarm_actions = [module.alarms.arn]
  cors = [{
    origins         = ["https://shop.example.com"]
    methods         = ["GET", "PUT"]
    headers         = ["content-type"]
    exposed_headers = ["etag"]
  }]
  event_bridge    = true
  kms_key         = module.key
  noncurrent_days = 30
  presign_seconds = 300
  replicas        = { copy = { bucket = module.copy, kms_key = module.key, storage_class = "STANDARD_IA" } }

  archives = {
    photos = { prefix = "photos/", tiers = { ARCHIVE_ACCESS = 90, DEEP_ARCHIVE_ACCESS = 180 } }
  }

  inventories = {
    all = { bucket = module.logs }
    photos = {
      bucket    = module.logs
      prefix    = "photos/"
      format    = "CSV"
      frequency = "Daily"
      fields    = ["IntelligentTieringAccessTier", "Size"]
      kms_key   = module.key
      versions  = false
    }
  }

  lifecycle_rules = {
    archive = { prefix = "invoices/", transitions = { STANDARD_IA = 30, GLACIER_IR = 120 } }
    photos  = { prefix = "photos/", transitions = { INTELLIGENT_TIERING = 0 } }
    scratch = { prefix = "tmp/", expire_days = 1 }
  }

  notifications = {
    images   = { queue = module.images, prefix = "images/", suffix = ".png" }
    invoices = { function = module.worker, prefix = "invoices/" }
    removed  = { topic = module.removed, events = ["s3:ObjectRemoved:*"] }
  }

  # Examples are destroyed after use. Leave this out of yours.
  force_destroy = true

  tags = { Service = "uploads" }
}

module "copy" {
  source = "../.."

  name        = "example-s3-bucket-complete-copy"
  kms_key     = module.key
  object_lock = { days = 1 }

  force_destroy = true
}

module "logs" {
  source = "../.."

  name            = "example-s3-bucket-complete-logs"
  lifecycle_rules = { expire = { expire_days = 90 } }

  callers = {
    auditors = { account_id = "111122223333", actions = ["s3:GetObject", "s3:ListBucket"], prefix = "inventory/" }
    old_tls = {
      account_id = "*"
      effect     = "Deny"
      actions    = ["s3:*"]
      conditions = [{ test = "NumericLessThan", variable = "s3:TlsVersion", values = ["1.2"] }]
    }
    shops = { organization_id = "o-a1b2c3d4e5", actions = ["s3:GetObject"], prefix = "inventory/" }
  }

  writers = {
    access_logs = { service = "logging.s3", source_arn = module.bucket.arn }
    inventories = { service = "s3", source_arn = module.bucket.arn, prefix = "inventory/" }
  }

  force_destroy = true
}

module "images" {
  source = "../../../../messaging/sqs-queue"

  name    = "example-s3-bucket-complete-images"
  kms_key = module.key
  senders = { bucket = { service = "s3", source_arn = module.bucket.arn } }
}

module "removed" {
  source = "../../../../messaging/sns-topic"

  name          = "example-s3-bucket-complete-removed"
  kms_key       = module.key
  publishers    = { bucket = { service = "s3", source_arn = module.bucket.arn } }
  subscriptions = { audit = { queue = module.audit, raw = true } }
}

module "audit" {
  source = "../../../../messaging/sqs-queue"

  name    = "example-s3-bucket-complete-audit"
  kms_key = module.key
  senders = { removed = { service = "sns", source_arn = module.removed.arn } }
}

module "worker" {
  source = "../../../../serverless/lambda-function"

  name    = "example-s3-bucket-complete"
  handler = "echo.handlers.api"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

output "bucket" {
  value = module.bucket
}

output "copy" {
  value = module.copy
}

output "logs" {
  value = module.logs
}

output "queues" {
  value = { audit = module.audit, images = module.images }
}

output "worker" {
  value = module.worker
}
