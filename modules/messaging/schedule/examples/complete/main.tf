# A report on workdays, within a quarter of an hour, encrypted and watched; and each minute a call of an API of AWS.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-schedule-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-schedule-complete"
  kms_master_key_id = module.key.arn
}

module "events" {
  source = "../../../event-bus"

  name    = "example-schedule-complete"
  archive = null
}

module "report" {
  source = "../.."

  name              = "example-schedule-complete"
  description       = "Notifies the domain that a working day begins."
  schedule          = "cron(30 7 ? * MON-FRI *)"
  timezone          = "Europe/Berlin"
  starts_at         = "2026-01-01T00:00:00Z"
  ends_at           = "2099-12-31T00:00:00Z"
  window_seconds    = 900
  retry             = { attempts = 3, max_age_seconds = 3600 }
  dead_letter_queue = module.queue["failed"]
  kms_key           = module.key
  alarm_actions     = [aws_sns_topic.alarms.arn]

  to = {
    event_bus    = module.events
    detail_type  = "DayBegan"
    event_source = "example.clock"
    input        = jsonencode({ at = "<aws.scheduler.scheduled-time>" })
  }

  tags = { Service = "clock" }
}

module "heartbeat" {
  source = "../.."

  name              = "example-schedule-complete-heartbeat"
  schedule          = "rate(1 minute)"
  group             = module.report.group
  dead_letter_queue = module.queue["failed"]
  retry             = { attempts = 0 }

  to = {
    api = { service = "sqs", action = "sendMessage", grants = [module.queue["beats"].grants.send] }
    input = jsonencode({
      QueueUrl = module.queue["beats"].url
      MessageBody = jsonencode({
        attempt  = "<aws.scheduler.attempt-number>"
        schedule = "<aws.scheduler.schedule-arn>"
      })
    })
  }
}

module "rule" {
  source = "../../../event-rule"

  name      = "example-schedule-complete"
  event_bus = module.events
  pattern   = jsonencode({ source = ["example.clock"], detail-type = ["DayBegan"] })
  targets   = { days = merge(module.queue["days"], { dead_letter_queue = module.queue["failed"] }) }
}

module "queue" {
  source   = "../../../sqs-queue"
  for_each = toset(["beats", "days", "failed"])

  name        = "example-schedule-complete-${each.key}"
  dead_letter = null
  senders     = { rule = { service = "events", source_arn = module.rule.arn } }
}

output "heartbeat" {
  value = module.heartbeat
}

output "queues" {
  value = module.queue
}

output "report" {
  value = module.report
}
