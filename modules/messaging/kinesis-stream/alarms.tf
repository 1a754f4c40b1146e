# Kinesis counts the age for consumers that share the stream's throughput, and apart for each registered one.
# https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html
resource "aws_cloudwatch_metric_alarm" "iterator_age" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${var.name}-stream-iterator-age"
  alarm_description = join(" ", [
    "A consumer of ${var.name} is more than ${var.alarm_iterator_age_seconds} s behind: it is slow, or a record",
    "blocks it. After ${var.retention_hours} h records are lost.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { StreamName = aws_kinesis_stream.this.name }
  evaluation_periods  = 3
  metric_name         = "GetRecords.IteratorAgeMilliseconds"
  namespace           = "AWS/Kinesis"
  period              = 60
  statistic           = "Maximum"
  threshold           = var.alarm_iterator_age_seconds * 1000
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "consumer_age" {
  for_each = length(var.alarm_actions) > 0 ? aws_kinesis_stream_consumer.this : {}

  alarm_name = "${var.name}-stream-${each.key}-age"
  alarm_description = join(" ", [
    "The consumer ${each.key} of ${var.name} is more than ${var.alarm_iterator_age_seconds} s behind: it is",
    "slow, or a record blocks it. After ${var.retention_hours} h records are lost.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { StreamName = aws_kinesis_stream.this.name, ConsumerName = each.key }
  evaluation_periods  = 3
  metric_name         = "SubscribeToShardEvent.MillisBehindLatest"
  namespace           = "AWS/Kinesis"
  period              = 60
  statistic           = "Maximum"
  threshold           = var.alarm_iterator_age_seconds * 1000
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "throttles" {
  for_each = length(var.alarm_actions) > 0 ? {
    read = join(" ", [
      "Reads of ${var.name} are refused: too many consumers share it, register them in consumers, or write more",
      "shards.",
    ])
    write = "Writes to ${var.name} are refused: the partition keys are too few or uneven, or the shards too few."
  } : {}

  alarm_name          = "${var.name}-stream-${each.key}-throttles"
  alarm_description   = each.value
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { StreamName = aws_kinesis_stream.this.name }
  evaluation_periods  = 3
  metric_name         = "${title(each.key)}ProvisionedThroughputExceeded"
  namespace           = "AWS/Kinesis"
  period              = 60
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
