# Half of a service's tasks stop. The service exists already, and so does the alarm of what its users notice.
module "chaos" {
  source = "../.."

  name        = "example-chaos-minimal"
  stop_alarms = [aws_cloudwatch_metric_alarm.users.arn]

  stop_tasks = {
    half = { service = { arn = "arn:aws:ecs:eu-west-1:123456789012:service/shop-staging/catalogue" } }
  }
}

# Yours is operations/alarms.
resource "aws_cloudwatch_metric_alarm" "users" {
  alarm_name          = "example-chaos-minimal-users"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Failed"
  namespace           = "Shop"
  period              = 60
  statistic           = "Sum"
  threshold           = 0
}

output "chaos" {
  value = module.chaos
}
