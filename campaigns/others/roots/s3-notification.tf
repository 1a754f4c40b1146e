resource "aws_s3_bucket" "this" {
  bucket_prefix = "notify-"
  force_destroy = true
}
resource "aws_sqs_queue" "this" {
  name = "s3-events"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:*:*:s3-events"
      Condition = { ArnEquals = { "aws:SourceArn" = aws_s3_bucket.this.arn } }
    }]
  })
}
resource "aws_sns_topic" "this" {
  name = "s3-events"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "SNS:Publish"
      Resource  = "arn:aws:sns:*:*:s3-events"
      Condition = { ArnLike = { "aws:SourceArn" = aws_s3_bucket.this.arn } }
    }]
  })
}
resource "aws_s3_bucket_notification" "this" {
  bucket      = aws_s3_bucket.this.id
  eventbridge = true
  queue {
    id            = "queue"
    queue_arn     = aws_sqs_queue.this.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = "in/"
    filter_suffix = ".json"
  }
  topic {
    topic_arn = aws_sns_topic.this.arn
    events    = ["s3:ObjectRemoved:Delete"]
  }
}
