data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  index_keys = flatten([
    [for index in var.global_indexes : [index.partition_key, index.sort_key]],
    [for index in var.local_indexes : [index.sort_key]],
  ])

  # DynamoDB wants each key attribute declared once, whatever number of keys use it.
  attributes = {
    for key in concat([var.partition_key, var.sort_key], local.index_keys) : key.name => key.type... if key != null
  }
}

resource "aws_dynamodb_table" "this" {
  #checkov:skip=CKV_AWS_119: without a key of the caller's, DynamoDB encrypts with the account's AWS managed key
  name                        = var.name
  billing_mode                = var.provisioned == null ? "PAY_PER_REQUEST" : "PROVISIONED"
  deletion_protection_enabled = var.deletion_protection
  hash_key                    = var.partition_key.name
  range_key                   = try(var.sort_key.name, null)
  read_capacity               = try(var.provisioned.read.min, null)
  restore_date_time           = try(var.restore.at, null)
  restore_source_name         = try(var.restore.source, null)
  restore_to_latest_time      = var.restore == null ? null : var.restore.at == null ? true : null
  stream_enabled              = var.stream != null
  stream_view_type            = var.stream
  table_class                 = var.table_class
  write_capacity              = try(var.provisioned.write.min, null)

  dynamic "attribute" {
    for_each = local.attributes

    content {
      name = attribute.key
      type = attribute.value[0]
    }
  }

  dynamic "global_secondary_index" {
    for_each = var.global_indexes

    content {
      name     = global_secondary_index.key
      hash_key = global_secondary_index.value.partition_key.name
      non_key_attributes = (
        global_secondary_index.value.projection == "INCLUDE" ? global_secondary_index.value.included : null
      )
      projection_type = global_secondary_index.value.projection
      range_key       = try(global_secondary_index.value.sort_key.name, null)
      read_capacity   = try(global_secondary_index.value.provisioned.read, null)
      write_capacity  = try(global_secondary_index.value.provisioned.write, null)
    }
  }

  dynamic "local_secondary_index" {
    for_each = var.local_indexes

    content {
      name = local_secondary_index.key
      non_key_attributes = (
        local_secondary_index.value.projection == "INCLUDE" ? local_secondary_index.value.included : null
      )
      projection_type = local_secondary_index.value.projection
      range_key       = local_secondary_index.value.sort_key.name
    }
  }

  # -1 takes a ceiling away. Without the block, the provider would ask DynamoDB for nothing.
  dynamic "on_demand_throughput" {
    for_each = var.limits.read == null && var.limits.write == null ? [] : [var.limits]

    content {
      max_read_request_units  = coalesce(on_demand_throughput.value.read, -1)
      max_write_request_units = coalesce(on_demand_throughput.value.write, -1)
    }
  }

  point_in_time_recovery {
    enabled                 = var.point_in_time_recovery_days > 0
    recovery_period_in_days = var.point_in_time_recovery_days > 0 ? var.point_in_time_recovery_days : null
  }

  dynamic "replica" {
    for_each = var.replicas

    content {
      region_name            = replica.key
      kms_key_arn            = try(replica.value.kms_key.arn, null)
      point_in_time_recovery = coalesce(replica.value.point_in_time_recovery, var.point_in_time_recovery_days > 0)
      propagate_tags         = replica.value.propagate_tags
    }
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = try(var.kms_key.arn, null)
  }

  dynamic "ttl" {
    for_each = var.ttl == null ? [] : [var.ttl]

    content {
      attribute_name = ttl.value.attribute
      enabled        = ttl.value.enabled
    }
  }

  tags = var.tags

  lifecycle {
    # Autoscaling moves the table's capacity. On-demand tables have none, so one resource serves both.
    # What it was made from is past: another or none replaces nothing.
    ignore_changes = [read_capacity, restore_date_time, restore_source_name, restore_to_latest_time, write_capacity]

    precondition {
      condition = alltrue([for types in local.attributes : length(distinct(types)) == 1])
      error_message = join(" ", [
        "${join(
          ", ",
          [
            for name, types in local.attributes :
            "${name} is ${join(" and ", distinct(types))}" if length(distinct(types)) > 1
          ]
        )}:",
        "an attribute has one type, write the same in every key that uses it.",
      ])
    }

    # DynamoDB turns it off by the attribute's name only: without the block, the provider leaves it on.
    postcondition {
      condition = var.ttl != null || !anytrue(self.ttl[*].enabled)
      error_message = join(" ", [
        "ttl is null and items still expire, by ${join(", ", self.ttl[*].attribute_name)}: write ttl = {",
        "attribute = \"${join(", ", self.ttl[*].attribute_name)}\", enabled = false }, apply, and leave it out",
        "then.",
      ])
    }
  }
}

resource "aws_dynamodb_contributor_insights" "this" {
  for_each = var.contributor_insights ? toset(concat([""], keys(var.global_indexes))) : []

  index_name = each.value == "" ? null : each.value
  table_name = aws_dynamodb_table.this.name
}

resource "aws_dynamodb_resource_policy" "this" {
  count = length(var.reader_accounts) > 0 ? 1 : 0

  policy       = data.aws_iam_policy_document.readers[0].json
  resource_arn = aws_dynamodb_table.this.arn
}

data "aws_iam_policy_document" "readers" {
  count = length(var.reader_accounts) > 0 ? 1 : 0

  statement {
    sid     = "OtherAccountsRead"
    actions = local.read_actions
    resources = concat(
      [aws_dynamodb_table.this.arn],
      [for index in local.indexes : "${aws_dynamodb_table.this.arn}/index/${index}"]
    )

    principals {
      type = "AWS"
      identifiers = [
        for account in var.reader_accounts : "arn:${data.aws_partition.this.partition}:iam::${account}:root"
      ]
    }
  }
}
