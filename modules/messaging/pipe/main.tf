data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  # Under this prefix a log group needs no line of its own in the account's resource policy, which holds few.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
  log_group_name = "/aws/vendedlogs/pipes/${var.name}"

  # jsonencode() writes < and > as \u003c and \u003e, once more escaped in each text within a text, and a pipe finds no
  # placeholder then.
  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
  escaped = "/\\\\+u003c(\\$[.\\[][^<>\\\\]*|aws\\.pipes\\.[a-z.-]+)\\\\+u003e/"

  # Built from the name, so that the role is there before the pipe, which tries it.
  arn_suffix = "${data.aws_region.this.id}:${data.aws_caller_identity.this.account_id}"
  arn        = "arn:${data.aws_partition.this.partition}:pipes:${local.arn_suffix}:pipe/${var.name}"

  source_arn = coalesce(
    try(var.from.queue.arn, null),
    try(var.from.stream.arn, null),
    try(var.from.table_stream.stream_arn, null),
    try(var.from.topic.cluster_arn, null),
  )
  enrichment_arn = (
    var.enrichment == null ? null :
    coalesce(try(var.enrichment.function.arn, null), try(var.enrichment.state_machine.arn, null))
  )
  target_arn = coalesce(
    try(var.to.event_bus.arn, null),
    try(var.to.function.arn, null),
    try(var.to.queue.arn, null),
    try(var.to.state_machine.arn, null),
    try(var.to.stream.arn, null),
    try(var.to.topic.arn, null),
  )

  # A Standard state machine is started, without waiting for its end.
  awaited    = var.to.wait && (var.to.function != null || try(var.to.state_machine.type, "") == "EXPRESS")
  invocation = local.awaited ? "REQUEST_RESPONSE" : "FIRE_AND_FORGET"

  # Without a place for them, failing records are neither skipped nor lost.
  max_retries = coalesce(var.from.max_retries, var.from.dead_letter_queue == null ? -1 : 5)
}

resource "aws_pipes_pipe" "this" {
  name               = var.name
  description        = var.description
  desired_state      = var.running ? "RUNNING" : "STOPPED"
  enrichment         = local.enrichment_arn
  kms_key_identifier = try(var.kms_key.arn, null)
  role_arn           = aws_iam_role.this.arn
  source             = local.source_arn
  target             = local.target_arn

  source_parameters {
    dynamic "filter_criteria" {
      for_each = length(var.from.filters) == 0 ? [] : [var.from.filters]

      content {
        dynamic "filter" {
          for_each = filter_criteria.value

          content {
            pattern = filter.value
          }
        }
      }
    }

    dynamic "sqs_queue_parameters" {
      for_each = var.from.queue == null ? [] : [var.from]

      content {
        batch_size                         = sqs_queue_parameters.value.batch_size
        maximum_batching_window_in_seconds = sqs_queue_parameters.value.batch_window_seconds
      }
    }

    dynamic "kinesis_stream_parameters" {
      for_each = var.from.stream == null ? [] : [var.from]

      content {
        batch_size                         = kinesis_stream_parameters.value.batch_size
        maximum_batching_window_in_seconds = kinesis_stream_parameters.value.batch_window_seconds
        maximum_record_age_in_seconds      = kinesis_stream_parameters.value.max_age_seconds
        maximum_retry_attempts             = local.max_retries
        on_partial_batch_item_failure      = kinesis_stream_parameters.value.bisect ? "AUTOMATIC_BISECT" : null
        parallelization_factor             = kinesis_stream_parameters.value.parallelization
        starting_position                  = kinesis_stream_parameters.value.starting_position

        dynamic "dead_letter_config" {
          for_each = var.from.dead_letter_queue == null ? [] : [var.from.dead_letter_queue]

          content {
            arn = dead_letter_config.value.arn
          }
        }
      }
    }

    # Without other credentials, EventBridge reads with the pipe's role.
    dynamic "managed_streaming_kafka_parameters" {
      for_each = var.from.topic == null ? [] : [var.from]

      content {
        batch_size                         = managed_streaming_kafka_parameters.value.batch_size
        consumer_group_id                  = managed_streaming_kafka_parameters.value.consumer_group
        maximum_batching_window_in_seconds = managed_streaming_kafka_parameters.value.batch_window_seconds
        starting_position                  = managed_streaming_kafka_parameters.value.starting_position
        topic_name                         = managed_streaming_kafka_parameters.value.topic.name
      }
    }

    dynamic "dynamodb_stream_parameters" {
      for_each = var.from.table_stream == null ? [] : [var.from]

      content {
        batch_size                         = dynamodb_stream_parameters.value.batch_size
        maximum_batching_window_in_seconds = dynamodb_stream_parameters.value.batch_window_seconds
        maximum_record_age_in_seconds      = dynamodb_stream_parameters.value.max_age_seconds
        maximum_retry_attempts             = local.max_retries
        on_partial_batch_item_failure      = dynamodb_stream_parameters.value.bisect ? "AUTOMATIC_BISECT" : null
        parallelization_factor             = dynamodb_stream_parameters.value.parallelization
        starting_position                  = dynamodb_stream_parameters.value.starting_position

        dynamic "dead_letter_config" {
          for_each = var.from.dead_letter_queue == null ? [] : [var.from.dead_letter_queue]

          content {
            arn = dead_letter_config.value.arn
          }
        }
      }
    }
  }

  dynamic "enrichment_parameters" {
    for_each = try(var.enrichment.input, null) == null ? [] : [var.enrichment.input]

    content {
      input_template = replace(enrichment_parameters.value, local.escaped, "<$1>")
    }
  }

  # A block with nothing in it would be planned for ever.
  dynamic "target_parameters" {
    for_each = (
      anytrue([
        for setting in [
          var.to.input, var.to.event_bus, var.to.function, var.to.message_group_id, var.to.state_machine, var.to.stream,
        ] : setting != null
      ]) ?
      [var.to] :
      []
    )

    content {
      input_template = try(replace(target_parameters.value.input, local.escaped, "<$1>"), null)

      dynamic "eventbridge_event_bus_parameters" {
        for_each = var.to.event_bus == null ? [] : [var.to]

        content {
          detail_type = eventbridge_event_bus_parameters.value.detail_type
          source      = eventbridge_event_bus_parameters.value.event_source
        }
      }

      dynamic "kinesis_stream_parameters" {
        for_each = var.to.stream == null ? [] : [var.to]

        content {
          partition_key = kinesis_stream_parameters.value.partition_key
        }
      }

      dynamic "lambda_function_parameters" {
        for_each = var.to.function == null ? [] : [local.invocation]

        content {
          invocation_type = lambda_function_parameters.value
        }
      }

      dynamic "sqs_queue_parameters" {
        for_each = var.to.message_group_id == null ? [] : [var.to]

        content {
          message_deduplication_id = sqs_queue_parameters.value.deduplication_id
          message_group_id         = sqs_queue_parameters.value.message_group_id
        }
      }

      dynamic "step_function_state_machine_parameters" {
        for_each = var.to.state_machine == null ? [] : [local.invocation]

        content {
          invocation_type = step_function_state_machine_parameters.value
        }
      }
    }
  }

  log_configuration {
    include_execution_data = var.log.include_data ? ["ALL"] : []
    level                  = var.log.level

    cloudwatch_logs_log_destination {
      log_group_arn = aws_cloudwatch_log_group.this.arn
    }
  }

  tags = var.tags

  # EventBridge tries the role's permissions when it makes the pipe.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  #checkov:skip=CKV_AWS_338: the caller says for how long logs are worth their cost
  name              = local.log_group_name
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}
