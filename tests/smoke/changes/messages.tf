# Other tags, retention, times and keys of what keeps messages, events, objects and images.
module "queue" {
  source = "../../../modules/messaging/sqs-queue"

  name                       = "messages"
  dead_letter                = { retention_days = var.next ? 7 : 14 }
  delay_seconds              = var.next ? 5 : 0
  kms_key                    = var.next ? module.key : null
  retention_days             = var.next ? 7 : 4
  tags                       = local.tags
  visibility_timeout_seconds = var.next ? 60 : 30
}

module "topic" {
  source = "../../../modules/messaging/sns-topic"

  name    = "messages"
  fifo    = { content_based_deduplication = var.next }
  kms_key = var.next ? module.key : null
  tags    = local.tags
}

module "bus" {
  source = "../../../modules/messaging/event-bus"

  name    = "messages"
  archive = { retention_days = var.next ? 60 : 30 }
  tags    = local.tags
}

module "bucket" {
  source = "../../../modules/data/s3-bucket"

  name            = "messages-000000000000"
  event_bridge    = var.next
  kms_key         = var.next ? module.key : null
  lifecycle_rules = var.next ? { old = { expire_days = 365 } } : {}
  noncurrent_days = var.next ? 90 : 30
  tags            = local.tags
}

module "registry" {
  source = "../../../modules/compute/container-registry"

  name          = "messages"
  kept_images   = var.next ? 50 : 20
  tags          = local.tags
  untagged_days = var.next ? 3 : 7
}
