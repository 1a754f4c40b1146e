# Every kind of experiment, ended by the composite alarm of what users notice.
locals {
  service = "arn:aws:ecs:eu-west-1:123456789012:service/shop-staging/catalogue"
}

module "chaos" {
  source = "../.."

  name        = "example-chaos-complete"
  stop_alarms = [module.alarms.alarms["users"]]

  fail_zones = {
    zone_a = { network = { id = "vpc-0123456789abcdef0" }, zone = "eu-west-1a", duration_minutes = 10 }
  }

  slow_tasks = {
    slow = { service = { arn = local.service }, delay_ms = 300, duration_minutes = 5, percent = 20 }
  }

  stop_tasks = {
    a_third = { service = { arn = local.service }, percent = 33 }
  }

  throttle_apis = {
    clicks = {
      operations       = ["PutRecord", "PutRecords"]
      role             = aws_iam_role.clicks
      service          = "kinesis"
      duration_minutes = 1
      percent          = 100
    }
  }

  tags = { Service = "shop" }
}

module "alarms" {
  source = "../../../alarms"

  name        = "example-chaos-complete"
  notify      = { page = [aws_sns_topic.page.arn] }
  suppression = null

  composites = {
    users = { description = "Users notice it.", any_of = [aws_cloudwatch_metric_alarm.failed.arn] }
  }
}

resource "aws_cloudwatch_metric_alarm" "failed" {
  alarm_name          = "example-chaos-complete-failed"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Failed"
  namespace           = "Shop"
  period              = 60
  statistic           = "Sum"
  threshold           = 0
}

resource "aws_sns_topic" "page" {
  #checkov:skip=PLATFORM_ENCRYPTION: represents the topic that you have
  #checkov:skip=CKV_AWS_26: yours is messaging/sns-topic with a key
  name = "example-chaos-complete"
}

# It stands for the role of what calls Kinesis.
resource "aws_iam_role" "clicks" {
  name = "example-chaos-complete"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

output "chaos" {
  value = module.chaos
}
