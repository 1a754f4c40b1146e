data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.id

  # A log group of this call by its own name, so that what is about it waits for it; one of others as it is written.
  names = merge(
    { for name in local.named : name => name },
    { for name, group in aws_cloudwatch_log_group.this : name => group.name },
  )
  named = toset(concat(
    [for filter in var.metric_filters : filter.log_group_name],
    [for subscription in var.subscriptions : subscription.log_group_name],
    flatten([for query in var.queries : query.log_group_names]),
  ))
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  #checkov:skip=CKV_AWS_338: the caller says for how long logs are worth their cost
  for_each = var.groups

  name              = each.key
  kms_key_id        = try(var.kms_key.arn, null)
  log_group_class   = each.value.class
  retention_in_days = each.value.retention_days

  tags = var.tags
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = var.metric_filters

  name           = "${var.name}-${each.key}"
  log_group_name = local.names[each.value.log_group_name]
  pattern        = each.value.pattern

  metric_transformation {
    name          = each.key
    default_value = length(each.value.dimensions) > 0 ? null : each.value.default
    dimensions    = length(each.value.dimensions) > 0 ? each.value.dimensions : null
    namespace     = var.name
    unit          = each.value.unit
    value         = each.value.value
  }
}

resource "aws_cloudwatch_query_definition" "this" {
  for_each = var.queries

  name            = "${var.name}/${each.key}"
  log_group_names = [for name in each.value.log_group_names : local.names[name]]
  query_string    = each.value.text
}
