data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  arn_suffix     = "${data.aws_region.this.id}:${data.aws_caller_identity.this.account_id}"
  log_group_name = "/aws/kinesisfirehose/${var.name}"
  log_stream_arn = "arn:${data.aws_partition.this.partition}:logs:${local.arn_suffix}:log-group:${local.log_group_name}:log-stream:delivery"

  # Folders as Athena and Spark read them: customer=7/year=2026/month=11/day=23/
  partitions = join("", [for name in keys(var.partition_keys) : "${name}=!{partitionKeyFromQuery:${name}}/"])

  processors = concat(
    [
      for transform in [var.transform] :
      { type = "Lambda", parameters = { LambdaArn = transform.function.arn } } if transform != null
    ],
    length(var.partition_keys) == 0 ? [] : [{
      type = "MetadataExtraction"
      parameters = {
        JsonParsingEngine       = "JQ-1.6"
        MetadataExtractionQuery = "{${join(",", [for name, path in var.partition_keys : "${name}:${path}"])}}"
      }
    }],
  )
}

resource "aws_kinesis_firehose_delivery_stream" "this" {
  #checkov:skip=CKV_AWS_240: a stream that reads from Kinesis keeps nothing itself; every other is encrypted
  #checkov:skip=CKV_AWS_241: without a key of the caller's, Firehose encrypts with a key of its own
  name        = var.name
  destination = "extended_s3"

  extended_s3_configuration {
    bucket_arn          = var.bucket.arn
    buffering_interval  = var.buffer.seconds
    buffering_size      = coalesce(var.buffer.megabytes, length(var.partition_keys) == 0 ? 5 : 64)
    compression_format  = var.compression
    error_output_prefix = "${var.error_prefix}!{firehose:error-output-type}/${var.time_partition}"
    prefix              = "${var.prefix}${local.partitions}${var.time_partition}"
    role_arn            = aws_iam_role.this.arn

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.this.name
      log_stream_name = aws_cloudwatch_log_stream.delivery.name
    }

    dynamic "dynamic_partitioning_configuration" {
      for_each = length(var.partition_keys) == 0 ? [] : ["enabled"]

      content {
        enabled = true
      }
    }

    dynamic "processing_configuration" {
      for_each = length(local.processors) == 0 ? [] : [local.processors]

      content {
        enabled = true

        dynamic "processors" {
          for_each = processing_configuration.value

          content {
            type = processors.value.type

            dynamic "parameters" {
              for_each = processors.value.parameters

              content {
                parameter_name  = parameters.key
                parameter_value = parameters.value
              }
            }
          }
        }
      }
    }
  }

  dynamic "kinesis_source_configuration" {
    for_each = var.stream == null ? [] : [var.stream]

    content {
      kinesis_stream_arn = kinesis_source_configuration.value.arn
      role_arn           = aws_iam_role.this.arn
    }
  }

  # What it reads from Kinesis stays encrypted as it is there.
  dynamic "server_side_encryption" {
    for_each = var.stream == null ? ["enabled"] : []

    content {
      enabled  = true
      key_arn  = try(var.kms_key.arn, null)
      key_type = var.kms_key == null ? "AWS_OWNED_CMK" : "CUSTOMER_MANAGED_CMK"
    }
  }

  tags = var.tags

  # Firehose tries the role's permissions when it makes the stream.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  name              = local.log_group_name
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}

resource "aws_cloudwatch_log_stream" "delivery" {
  name           = "delivery"
  log_group_name = aws_cloudwatch_log_group.this.name
}
