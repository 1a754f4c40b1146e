resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  count = length(var.alarm_actions) > 0 && var.dead_letter != null ? 1 : 0

  alarm_name = "${local.name}-queue-dead-letters"
  alarm_description = join(" ", [
    "Messages of ${local.name} could not be processed. Read them in ${local.dead_letters_name}, fix the",
    "consumer, then redrive.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { QueueName = local.dead_letters_name }
  evaluation_periods  = 1
  metric_name         = "ApproximateNumberOfMessagesVisible"
  namespace           = "AWS/SQS"
  period              = 60
  statistic           = "Maximum"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "age" {
  count = length(var.alarm_actions) > 0 ? 1 : 0

  alarm_name = "${local.name}-queue-age"
  alarm_description = join(" ", [
    "A message of ${local.name} waits for more than ${var.alarm_age_seconds} s: the consumer is slow, stopped",
    "or failing.",
  ])
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { QueueName = local.name }
  evaluation_periods  = 3
  metric_name         = "ApproximateAgeOfOldestMessage"
  namespace           = "AWS/SQS"
  period              = 60
  statistic           = "Maximum"
  threshold           = var.alarm_age_seconds
  treat_missing_data  = "notBreaching"

  tags = var.tags
}
