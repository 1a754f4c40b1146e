# What spans the alarms of one service: what users notice pages the engineer on call, causes wait for the morning,
# and what is unusual is noted. A deployment keeps all of them back.
locals {
  api     = { ApiId = "a1b2c3d4e5", Stage = "$default" }
  answers = { namespace = "AWS/ApiGateway", name = "Count", dimensions = local.api }
  latency = { namespace = "Orders", name = "Latency", dimensions = { Service = "orders" } }
}

module "alarms" {
  source = "../.."

  name = "example-alarms-complete"

  notify = {
    note   = [aws_sns_topic.this["note"].arn]
    page   = [aws_sns_topic.this["page"].arn]
    ticket = [aws_sns_topic.this["ticket"].arn]
  }

  composites = {
    users = {
      description = "Users wait for their orders, or the shop answers unusually often or seldom."
      anomalies   = ["answers"]
      any_of      = [module.queue.alarms["age"]]
      severity    = "page"
      suppressed  = true
    }
    lost = {
      description = "Orders were given up, and users notice nothing yet: see the dead-letter queue."
      all_of      = [module.queue.alarms["dead-letters"]]
      severity    = "ticket"
      suppressed  = false
      unless      = [module.queue.alarms["age"]]
    }
  }

  anomalies = {
    answers = {
      description    = "The shop answers unusually often or seldom: see what calls it."
      metric         = merge(local.answers, { statistic = "SampleCount" })
      datapoints     = 2
      period_seconds = 60
      periods        = 3
      side           = "either"
      width          = 2
    }
    totals = {
      description    = "Orders cost far more than usual: see the prices."
      metric         = { namespace = "Orders", name = "Total", statistic = "p90" }
      datapoints     = 1
      period_seconds = 60
      periods        = 1
      severity       = "note"
      side           = "above"
    }
  }

  objectives = {
    availability = {
      percent       = 99.9
      bad           = { namespace = "AWS/ApiGateway", name = "5xx", dimensions = local.api, statistic = "Sum" }
      total         = merge(local.answers, { statistic = "SampleCount" })
      fast          = { budget_percent = 2, severity = "page", window_seconds = 3600 }
      slow          = { budget_percent = 5, severity = "ticket", window_seconds = 21600 }
      ignored_calls = 9
      period_days   = 30
      suppressed    = true
    }
    latency = {
      percent = 99
      good    = merge(local.latency, { statistic = "TC(:300)" })
      total   = merge(local.latency, { statistic = "SampleCount" })
    }
  }

  # The pipeline says that it deploys before it does.
  suppression = { extension_seconds = 0, wait_seconds = 0 }

  tags = { Service = "orders" }
}

module "queue" {
  source = "../../../../messaging/sqs-queue"

  name          = "example-alarms-complete"
  alarm_actions = [aws_sns_topic.this["note"].arn]
}

resource "aws_sns_topic" "this" {
  #checkov:skip=PLATFORM_ENCRYPTION: represents the topic that you have
  #checkov:skip=CKV_AWS_26: yours is messaging/sns-topic with a key
  for_each = toset(["note", "page", "ticket"])

  name = "example-alarms-complete-${each.key}"
}

output "alarms" {
  value = module.alarms
}

output "queue" {
  value = module.queue
}

output "topics" {
  value = { for severity, topic in aws_sns_topic.this : severity => topic.arn }
}
