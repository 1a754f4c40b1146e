# As s3-bucket/examples/complete, without the function and the alarms.
module "bucket_key" {
  source = "../../../modules/operations/kms-key"

  name                 = "example-s3-bucket-complete"
  deletion_window_days = 7
  services             = ["s3", "sns"]
}

module "bucket" {
  source = "../../../modules/data/s3-bucket"

  name        = "example-s3-bucket-complete"
  access_logs = { bucket = module.logs }
  cors = [{
    origins         = ["https://shop.example.com"]
    methods         = ["GET", "PUT"]
    headers         = ["content-type"]
    exposed_headers = ["etag"]
  }]
  event_bridge    = true
  kms_key         = module.bucket_key
  noncurrent_days = 30
  presign_seconds = 300
  replicas        = { copy = { bucket = module.copy, kms_key = module.bucket_key, storage_class = "STANDARD_IA" } }

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
      kms_key   = module.bucket_key
      versions  = false
    }
  }

  lifecycle_rules = {
    archive = { prefix = "invoices/", transitions = { STANDARD_IA = 30, GLACIER_IR = 120 } }
    photos  = { prefix = "photos/", transitions = { INTELLIGENT_TIERING = 0 } }
    scratch = { prefix = "tmp/", expire_days = 1 }
  }

  notifications = {
    images  = { queue = module.images, prefix = "images/", suffix = ".png" }
    removed = { topic = module.removed, events = ["s3:ObjectRemoved:*"] }
  }

  force_destroy = true
}

module "copy" {
  source = "../../../modules/data/s3-bucket"

  name        = "example-s3-bucket-complete-copy"
  kms_key     = module.bucket_key
  object_lock = { days = 1 }

  force_destroy = true
}

module "logs" {
  source = "../../../modules/data/s3-bucket"

  name            = "example-s3-bucket-complete-logs"
  lifecycle_rules = { expire = { expire_days = 90 } }

  writers = {
    access_logs = { service = "logging.s3", source_arn = module.bucket.arn }
    inventories = { service = "s3", source_arn = module.bucket.arn, prefix = "inventory/" }
  }

  force_destroy = true
}

module "images" {
  source = "../../../modules/messaging/sqs-queue"

  name    = "example-s3-bucket-complete-images"
  kms_key = module.bucket_key
  senders = { bucket = { service = "s3", source_arn = module.bucket.arn } }
}

module "removed" {
  source = "../../../modules/messaging/sns-topic"

  name          = "example-s3-bucket-complete-removed"
  kms_key       = module.bucket_key
  publishers    = { bucket = { service = "s3", source_arn = module.bucket.arn } }
  subscriptions = { audit = { queue = module.audit, raw = true } }
}

module "audit" {
  source = "../../../modules/messaging/sqs-queue"

  name    = "example-s3-bucket-complete-audit"
  kms_key = module.bucket_key
  senders = { removed = { service = "sns", source_arn = module.removed.arn } }
}

output "s3_bucket_complete" {
  value = {
    bucket = module.bucket
    copy   = module.copy
    logs   = module.logs
    queues = { audit = module.audit, images = module.images }
  }
}
