# Around what exists already: alarms that others made, by name or ARN, a topic that is there, and an alarm of your own
# that is on while a maintenance runs.
module "alarms" {
  source = "../.."

  name   = "example-alarms-existing"
  notify = { page = [aws_sns_topic.existing.arn] }

  composites = {
    checkout = {
      description = "Checkout fails while payments work."
      any_of      = [aws_cloudwatch_metric_alarm.existing["checkout"].arn]
      unless      = [aws_cloudwatch_metric_alarm.existing["payments"].alarm_name]
    }
  }

  suppression = { alarm = aws_cloudwatch_metric_alarm.existing["maintenance"] }
}

# These stand for what you have.
resource "aws_cloudwatch_metric_alarm" "existing" {
  for_each = toset(["checkout", "maintenance", "payments"])

  alarm_name          = "example-alarms-existing-${each.key}-failed"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = each.key
  namespace           = "Shop"
  period              = 60
  statistic           = "Sum"
  threshold           = 0
}

resource "aws_sns_topic" "existing" {
  #checkov:skip=PLATFORM_ENCRYPTION: represents the topic that you have
  #checkov:skip=CKV_AWS_26: it stands for the one you have
  name = "example-alarms-existing"
}

output "alarms" {
  value = module.alarms
}
