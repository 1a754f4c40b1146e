module "table" {
  source   = "../../data/dynamodb-table"
  for_each = var.tables

  name                        = "${local.name}-${each.key}"
  alarm_actions               = local.more_alarm_actions
  contributor_insights        = each.value.contributor_insights
  deletion_protection         = coalesce(each.value.deletion_protection, var.platform.protected)
  global_indexes              = each.value.global_indexes
  kms_key                     = var.platform.kms_key
  limits                      = each.value.limits
  local_indexes               = each.value.local_indexes
  partition_key               = each.value.partition_key
  point_in_time_recovery_days = each.value.point_in_time_recovery_days
  provisioned                 = each.value.provisioned
  reader_accounts             = each.value.reader_accounts
  replicas                    = each.value.replicas
  restore                     = each.value.restore
  sort_key                    = each.value.sort_key
  table_class                 = each.value.table_class
  tags                        = var.tags
  ttl                         = each.value.ttl

  stream = each.value.stream != null ? each.value.stream : (
    contains([for event in local.events : event.table if event.table != null], each.key) ? "NEW_AND_OLD_IMAGES" : null
  )
}

module "queue" {
  source   = "../../messaging/sqs-queue"
  for_each = var.queues

  name              = "${local.name}-${each.key}"
  alarm_actions     = var.platform.alarm_actions
  alarm_age_seconds = each.value.alarm_age_seconds
  dead_letter       = each.value.dead_letter
  delay_seconds     = each.value.delay_seconds
  fifo              = each.value.fifo
  kms_key           = var.platform.kms_key
  retention_days    = each.value.retention_days
  senders           = each.value.senders
  tags              = var.tags
  wait_seconds      = each.value.wait_seconds

  # Six times the timeout of its consumer: no message comes again while it is worked on.
  visibility_timeout_seconds = coalesce(
    each.value.visibility_timeout_seconds,
    max(30, [for event in local.events : 6 * local.timeouts[event.function] if event.queue == each.key]...),
  )
}

module "topic" {
  source   = "../../messaging/sns-topic"
  for_each = var.topics

  name          = "${local.name}-${each.key}"
  alarm_actions = local.more_alarm_actions
  delivery_logs = each.value.delivery_logs
  fifo          = each.value.fifo
  kms_key       = var.platform.kms_key
  publishers    = each.value.publishers
  subscriptions = each.value.subscriptions
  tags          = var.tags
}
