locals {
  queues  = { for name, source in var.event_sources : name => source if source.queue != null }
  streams = { for name, source in var.event_sources : name => source if source.queue == null && source.topic == null }
  topics  = { for name, source in var.event_sources : name => source if source.topic != null }
}

resource "aws_lambda_event_source_mapping" "queues" {
  for_each = local.queues

  batch_size                         = coalesce(each.value.batch_size, 10)
  enabled                            = each.value.enabled
  event_source_arn                   = each.value.queue.arn
  function_name                      = local.target_arn
  function_response_types            = each.value.partial_batch_response ? ["ReportBatchItemFailures"] : []
  maximum_batching_window_in_seconds = each.value.batch_window_seconds

  dynamic "filter_criteria" {
    for_each = length(each.value.filters) == 0 ? [] : [each.value.filters]

    content {
      dynamic "filter" {
        for_each = filter_criteria.value

        content {
          pattern = filter.value
        }
      }
    }
  }

  dynamic "scaling_config" {
    for_each = each.value.max_concurrency == null ? [] : [each.value.max_concurrency]

    content {
      maximum_concurrency = scaling_config.value
    }
  }

  tags = var.tags
}

resource "aws_lambda_event_source_mapping" "streams" {
  for_each = local.streams

  batch_size                         = coalesce(each.value.batch_size, 100)
  bisect_batch_on_function_error     = each.value.bisect
  enabled                            = each.value.enabled
  event_source_arn                   = try(each.value.stream.arn, each.value.table_stream.stream_arn)
  function_name                      = local.target_arn
  function_response_types            = each.value.partial_batch_response ? ["ReportBatchItemFailures"] : []
  maximum_batching_window_in_seconds = each.value.batch_window_seconds
  maximum_record_age_in_seconds      = each.value.max_age_seconds
  # Giving up on a record with nowhere to put it would lose it unseen.
  maximum_retry_attempts     = coalesce(each.value.max_retries, each.value.on_failure == null ? -1 : 5)
  parallelization_factor     = each.value.parallelization
  starting_position          = each.value.starting_position
  tumbling_window_in_seconds = each.value.tumbling_window_seconds

  dynamic "destination_config" {
    for_each = each.value.on_failure == null ? [] : [each.value.on_failure]

    content {
      on_failure {
        destination_arn = destination_config.value.arn
      }
    }
  }

  dynamic "filter_criteria" {
    for_each = length(each.value.filters) == 0 ? [] : [each.value.filters]

    content {
      dynamic "filter" {
        for_each = filter_criteria.value

        content {
          pattern = filter.value
        }
      }
    }
  }

  tags = var.tags
}

# https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html
resource "aws_lambda_event_source_mapping" "topics" {
  for_each = local.topics

  batch_size                         = coalesce(each.value.batch_size, 100)
  enabled                            = each.value.enabled
  event_source_arn                   = each.value.topic.cluster_arn
  function_name                      = local.target_arn
  maximum_batching_window_in_seconds = each.value.batch_window_seconds
  starting_position                  = each.value.starting_position
  topics                             = [each.value.topic.name]

  amazon_managed_kafka_event_source_config {
    consumer_group_id = each.value.consumer_group
  }

  dynamic "destination_config" {
    for_each = each.value.on_failure == null ? [] : [each.value.on_failure]

    content {
      on_failure {
        destination_arn = destination_config.value.arn
      }
    }
  }

  dynamic "filter_criteria" {
    for_each = length(each.value.filters) == 0 ? [] : [each.value.filters]

    content {
      dynamic "filter" {
        for_each = filter_criteria.value

        content {
          pattern = filter.value
        }
      }
    }
  }

  tags = var.tags

  # Lambda looks at the cluster and its network as the role.
  depends_on = [aws_iam_role_policy.this]
}

# Advice: Lambda needs the time to try throttled batches again.
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
check "visibility_timeout" {
  assert {
    condition = alltrue([
      for source in var.event_sources :
      source.queue.visibility_timeout_seconds >= 6 * var.timeout_seconds + source.batch_window_seconds
      if source.queue != null
    ])
    error_message = "${join(", ", [
      for name, source in var.event_sources :
      join(" ", [
        "in the queue of ${name}, visibility_timeout_seconds is ${source.queue.visibility_timeout_seconds},",
        "better ${6 * var.timeout_seconds + source.batch_window_seconds}",
      ])
      if source.queue == null ? false :
      source.queue.visibility_timeout_seconds < 6 * var.timeout_seconds + source.batch_window_seconds
    ])} (six times timeout_seconds, plus batch_window_seconds): throttled batches may come twice."
  }
}
