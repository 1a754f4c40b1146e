resource "aws_kms_key" "this" {
  deletion_window_in_days = 7
}
resource "aws_iam_role" "feedback" {
  name = "sns-feedback"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "sns.amazonaws.com" } }]
  })
}
resource "aws_sns_topic" "fifo" {
  name                        = "orders.fifo"
  fifo_topic                  = true
  content_based_deduplication = true
  archive_policy              = jsonencode({ MessageRetentionPeriod = 30 })
  fifo_throughput_scope       = "MessageGroup"
}
resource "aws_sns_topic" "this" {
  name                             = "orders"
  display_name                     = "Orders"
  kms_master_key_id                = aws_kms_key.this.id
  signature_version                = 2
  tracing_config                   = "Active"
  sqs_success_feedback_role_arn    = aws_iam_role.feedback.arn
  sqs_success_feedback_sample_rate = 100
  sqs_failure_feedback_role_arn    = aws_iam_role.feedback.arn
  delivery_policy = jsonencode({
    http = {
      defaultHealthyRetryPolicy = {
        minDelayTarget     = 20
        maxDelayTarget     = 20
        numRetries         = 3
        numMaxDelayRetries = 0
        numNoDelayRetries  = 0
        numMinDelayRetries = 0
        backoffFunction    = "linear"
      }
      disableSubscriptionOverrides = false
    }
  })
}
resource "aws_sns_topic_policy" "this" {
  arn = aws_sns_topic.this.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "pub"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = ["sns:Publish"]
      Resource  = aws_sns_topic.this.arn
      Condition = { StringEquals = { "aws:SourceAccount" = "000000000000" } }
    }]
  })
}
resource "aws_sqs_queue" "dlq" {
  name                      = "orders-dlq"
  message_retention_seconds = 1209600
}
resource "aws_sqs_queue" "this" {
  name                              = "orders"
  delay_seconds                     = 5
  max_message_size                  = 2048
  receive_wait_time_seconds         = 10
  visibility_timeout_seconds        = 60
  kms_master_key_id                 = aws_kms_key.this.id
  kms_data_key_reuse_period_seconds = 3600
  redrive_policy                    = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dlq.arn, maxReceiveCount = 4 })
}
resource "aws_sqs_queue_redrive_allow_policy" "this" {
  queue_url            = aws_sqs_queue.dlq.id
  redrive_allow_policy = jsonencode({ redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.this.arn] })
}
resource "aws_sqs_queue_policy" "this" {
  queue_url = aws_sqs_queue.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.this.arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.this.arn } }
    }]
  })
}
resource "aws_sqs_queue" "fifo" {
  name                        = "orders.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
  deduplication_scope         = "messageGroup"
  fifo_throughput_limit       = "perMessageGroupId"
  sqs_managed_sse_enabled     = true
}
resource "aws_sns_topic_subscription" "sqs" {
  topic_arn            = aws_sns_topic.this.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.this.arn
  raw_message_delivery = true
  filter_policy_scope  = "MessageBody"
  filter_policy        = jsonencode({ kind = ["a", { prefix = "b" }] })
  redrive_policy       = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dlq.arn })
}
resource "aws_sns_topic_subscription" "email" {
  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = "me@example.com"
}
resource "aws_sns_topic_subscription" "fifo" {
  topic_arn = aws_sns_topic.fifo.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.fifo.arn
}
resource "aws_sns_topic_data_protection_policy" "this" {
  arn = aws_sns_topic.this.arn
  policy = jsonencode({
    Description = "Deny"
    Name        = "deny"
    Version     = "2021-06-01"
    Statement = [{
      DataDirection  = "Inbound"
      DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
      Operation      = { Deny = {} }
      Principal      = ["*"]
      Sid            = "deny"
    }]
  })
}
data "aws_sns_topic" "this" {
  name       = "orders"
  depends_on = [aws_sns_topic.this]
}
data "aws_sqs_queue" "this" {
  name       = "orders"
  depends_on = [aws_sqs_queue.this]
}
data "aws_sqs_queues" "all" {
  queue_name_prefix = "orders"
}
