# Notifications: what becomes of orders is published; each kind goes into a queue of its own, and a worker mails it.
locals {
  notifications_name = "${var.platform.name}-notifications"
  notifications      = { confirmed = "OrderConfirmed", refused = "OrderRefused" }
}

module "notifications_topic" {
  source = "../../modules/messaging/sns-topic"

  name          = local.notifications_name
  alarm_actions = var.platform.alarm_actions
  kms_key       = var.platform.kms_key
  tags          = { Service = "notifications" }

  subscriptions = {
    for name, type in local.notifications : name => {
      queue  = module.notifications_queue[name]
      filter = { attributes = jsonencode({ type = [type] }) }
      raw    = true
    }
  }
}

module "notifications_queue" {
  source   = "../../modules/messaging/sqs-queue"
  for_each = local.notifications

  name                       = "${local.notifications_name}-${each.key}"
  alarm_actions              = var.platform.alarm_actions
  kms_key                    = var.platform.kms_key
  senders                    = { topic = { service = "sns", source_arn = module.notifications_topic.arn } }
  tags                       = { Service = "notifications" }
  visibility_timeout_seconds = 60
}

module "notifications_table" {
  source = "../../modules/data/dynamodb-table"

  name                = "${local.notifications_name}-mails"
  deletion_protection = var.platform.protected
  kms_key             = var.platform.kms_key
  partition_key       = { name = "pk" }
  tags                = { Service = "notifications" }
}

module "notifications_worker" {
  source = "../../modules/serverless/lambda-function"

  name          = local.notifications_name
  environment   = { TABLE_MAILS = module.notifications_table.name }
  event_sources = { for name, queue in module.notifications_queue : name => { queue = queue } }
  grants        = [module.notifications_table.grants.write]
  handler       = "notifications.worker.handler"
  kms_key       = var.platform.kms_key
  log           = { retention_days = var.platform.retention_days.logs, kms_key = var.platform.kms_key }
  package       = { path = "${path.module}/services/notifications/build/notifications.zip" }
  tags          = { Service = "notifications" }
}
