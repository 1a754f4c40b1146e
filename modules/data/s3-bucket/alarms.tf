# S3 counts requests only where that is turned on.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
resource "aws_s3_bucket_metric" "requests" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  bucket = aws_s3_bucket.this.id
  name   = "all"
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${var.name}-bucket-errors"
  alarm_description   = "S3 itself fails requests to ${var.name}: see the AWS Health Dashboard."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { BucketName = aws_s3_bucket.this.id, FilterId = aws_s3_bucket_metric.requests[0].name }
  evaluation_periods  = 3
  metric_name         = "5xxErrors"
  namespace           = "AWS/S3"
  period              = 60
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "replication" {
  for_each = length(var.alarm_actions) > 0 ? var.replicas : {}

  alarm_name = "${var.name}-bucket-${each.key}-failed-copies"
  alarm_description = join(" ", [
    "Objects of ${var.name} were not copied to ${each.value.bucket.name}: see their x-amz-replication-status,",
    "then copy them with S3 Batch Replication.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions = {
    SourceBucket      = aws_s3_bucket.this.id
    DestinationBucket = each.value.bucket.name
    RuleId            = each.key
  }
  evaluation_periods = 1
  metric_name        = "OperationsFailedReplication"
  namespace          = "AWS/S3"
  period             = 60
  statistic          = "Sum"
  threshold          = 0
  treat_missing_data = "notBreaching"

  tags = var.tags
}
