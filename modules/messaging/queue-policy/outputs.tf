output "queue" {
  description = "`arn` and `url` of the queue, once its policy is set: what sends to it at once waits for this."
  value       = { arn = var.queue.arn, url = var.queue.url }

  depends_on = [aws_sqs_queue_policy.this]
}
