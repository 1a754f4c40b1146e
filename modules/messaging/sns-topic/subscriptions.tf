locals {
  subscriptions = {
    for name, subscription in var.subscriptions : name => merge(subscription, {
      protocol = (
        subscription.queue != null ? "sqs" :
        subscription.function != null ? "lambda" :
        subscription.email != null ? "email" : "https"
      )
      endpoint = coalesce(
        try(subscription.queue.arn, null),
        try(subscription.function.arn, null),
        subscription.email,
        subscription.url
      )

      # What a queue's consumer cannot process and what the topic cannot deliver to the queue end in one place.
      dead_letters = try(coalesce(subscription.dead_letter_queue, subscription.queue.dead_letter_queue), null)
    })
  }
}

resource "aws_sns_topic_subscription" "this" {
  for_each = local.subscriptions

  endpoint      = each.value.endpoint
  filter_policy = each.value.filter == null ? null : coalesce(each.value.filter.attributes, each.value.filter.body)
  filter_policy_scope = (
    each.value.filter == null ? null : each.value.filter.body == null ? "MessageAttributes" : "MessageBody"
  )
  protocol             = each.value.protocol
  raw_message_delivery = each.value.raw
  redrive_policy = (
    each.value.dead_letters == null ? null : jsonencode({ deadLetterTargetArn = each.value.dead_letters.arn })
  )
  topic_arn = aws_sns_topic.this.arn
}
