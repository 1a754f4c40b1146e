module "pipe" {
  source = "../../../../modules/messaging/pipe"

  # name is "shop prod": write 1 to 64 letters
  name = "shop prod"
  # alarm_failures is 0.5: write a whole number
  alarm_failures = 0.5
  # enrichment has both function and state_machine: write one of them
  # enrichment.state_machine is of type STANDARD: a batch waits for its answer, write an EXPRESS one
  enrichment = {
    function      = local.invoked
    state_machine = { arn = local.queue.arn, type = "STANDARD", grants = { start_sync = [] } }
  }
  # from has none or several of queue, stream, table_stream and topic: write exactly one
  # from.batch_size is 0: write 1 to 10000
  # from.batch_window_seconds is 301: write 0 to 300 seconds
  # from.filters is ["not json"]: write up to 5 event patterns
  # from.max_retries is 10001 and from.max_age_seconds 30: write up to 10000 retries
  # from.parallelization is 11: write 1 to 10
  # from.queue has dead_letter_queue, max_retries or max_age_seconds beside it: they are for streams, write dead_letter
  # from.starting_position is "NOW": write "TRIM_HORIZON"
  from = {
    queue                = local.queue
    stream               = local.stream
    batch_size           = 0
    batch_window_seconds = 301
    filters              = ["not json"]
    max_age_seconds      = 30
    max_retries          = 10001
    parallelization      = 11
    starting_position    = "NOW"
  }
  # log.level is "LOUD": write "ERROR"
  # log.retention_days is 31: CloudWatch Logs keeps logs for 1, 3, 5, 7
  log = { level = "LOUD", retention_days = 31 }
  # to has none or several of event_bus, function, queue, state_machine, stream and topic: write exactly one
  # to.detail_type is "OrderPlaced" and to.event_source null: write both with event_bus
  # to.message_group_id is "orders" and to.deduplication_id null: write them for a FIFO queue only
  # to.partition_key is "$.body.customer": write it together with stream
  to = { detail_type = "OrderPlaced", message_group_id = "orders", partition_key = "$.body.customer" }
}

module "pipe_batches" {
  source = "../../../../modules/messaging/pipe"

  name = "refusals"
  # from.batch_size is 100: SQS hands out 10 messages at a time, so also write batch_window_seconds
  from = { queue = local.queue, batch_size = 100 }
  to   = { function = local.invoked }
}

module "pipe_topic" {
  source = "../../../../modules/messaging/pipe"

  name = "refusals"
  # from.consumer_group is null: write it together with topic
  # from.topic has dead_letter_queue, max_retries or max_age_seconds beside it: they are for streams, leave them out
  from = {
    topic = {
      cluster_arn = "arn:aws:kafka:eu-west-1:000000000000:cluster/shop/0"
      name        = "orders"
      grants      = local.consume
    }
    max_retries = 3
  }
  to = { function = local.invoked }
}
