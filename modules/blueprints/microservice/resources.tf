module "table" {
  source   = "../../data/dynamodb-table"
  for_each = var.tables

  name                = "${local.name}-${each.key}"
  alarm_actions       = local.more_alarm_actions
  deletion_protection = var.platform.protected
  global_indexes      = each.value.global_indexes
  kms_key             = var.platform.kms_key
  partition_key       = each.value.partition_key
  sort_key            = each.value.sort_key
  stream = (
    contains([for event in local.events : event.table if event.table != null], each.key) ? "NEW_AND_OLD_IMAGES" : null
  )
  tags = var.tags
  ttl  = each.value.ttl
}

module "queue" {
  source   = "../../messaging/sqs-queue"
  for_each = var.queues

  name          = "${local.name}-${each.key}"
  alarm_actions = var.platform.alarm_actions
  dead_letter   = { max_receives = each.value.max_receives }
  fifo          = each.value.fifo ? {} : null
  kms_key       = var.platform.kms_key
  tags          = var.tags

  # Six times the timeout of its consumer: no message comes again while it is worked on.
  visibility_timeout_seconds = max(
    30,
    [for event in local.events : 6 * local.timeouts[event.function] if event.queue == each.key]...
  )
}

module "topic" {
  source   = "../../messaging/sns-topic"
  for_each = var.topics

  name          = "${local.name}-${each.key}"
  alarm_actions = local.more_alarm_actions
  kms_key       = var.platform.kms_key
  tags          = var.tags
}
