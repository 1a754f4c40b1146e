# https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
resource "aws_cloudwatch_metric_alarm" "failed" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name          = "${local.name}-topic-failed-deliveries"
  alarm_description   = "Messages of ${local.name} could not be delivered: see the subscriptions' dead-letter queues."
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { TopicName = aws_sns_topic.this.name }
  evaluation_periods  = 1
  metric_name         = "NumberOfNotificationsFailed"
  namespace           = "AWS/SNS"
  period              = 60
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "lost" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${local.name}-topic-lost-messages"
  alarm_description = join(" ", [
    "Messages of ${local.name} reached neither their subscription nor its dead-letter queue: let the topic into",
    "the queue (senders) and its key (services).",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { TopicName = aws_sns_topic.this.name }
  evaluation_periods  = 1
  metric_name         = "NumberOfNotificationsFailedToRedriveToDlq"
  namespace           = "AWS/SNS"
  period              = 60
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
