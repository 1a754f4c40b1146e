locals {
  functions = { for name, notification in var.notifications : name => notification if notification.function != null }
  queues    = { for name, notification in var.notifications : name => notification if notification.queue != null }
  topics    = { for name, notification in var.notifications : name => notification if notification.topic != null }
}

resource "aws_s3_bucket_notification" "this" {
  count = var.event_bridge || length(var.notifications) > 0 ? 1 : 0

  bucket      = aws_s3_bucket.this.id
  eventbridge = var.event_bridge

  dynamic "lambda_function" {
    for_each = local.functions

    content {
      id                  = lambda_function.key
      events              = lambda_function.value.events
      filter_prefix       = lambda_function.value.prefix
      filter_suffix       = lambda_function.value.suffix
      lambda_function_arn = lambda_function.value.function.arn
    }
  }

  dynamic "queue" {
    for_each = local.queues

    content {
      id            = queue.key
      events        = queue.value.events
      filter_prefix = queue.value.prefix
      filter_suffix = queue.value.suffix
      queue_arn     = queue.value.queue.arn
    }
  }

  dynamic "topic" {
    for_each = local.topics

    content {
      id            = topic.key
      events        = topic.value.events
      filter_prefix = topic.value.prefix
      filter_suffix = topic.value.suffix
      topic_arn     = topic.value.topic.arn
    }
  }

  # S3 tries each target.
  depends_on = [aws_lambda_permission.notifications]
}

# A bucket's ARN names no account, and a deleted bucket's name is free for anyone to take.
resource "aws_lambda_permission" "notifications" {
  for_each = local.functions

  statement_id   = "${var.name}-${each.key}"
  action         = "lambda:InvokeFunction"
  function_name  = each.value.function.name
  principal      = "s3.amazonaws.com"
  qualifier      = each.value.function.alias
  source_account = split(":", each.value.function.arn)[4]
  source_arn     = aws_s3_bucket.this.arn
}
