# A service with each kind of event: a function notes what it is called for, another one fails.
module "users" {
  source = "../.."

  name   = "users"
  alarms = "all"
  tags   = { Service = "users" }

  platform = {
    name           = "example-microservice-full"
    alarm_actions  = [aws_sns_topic.alarms.arn]
    event_bus      = module.events
    kms_key        = module.key
    protected      = false
    retention_days = { logs = 90 }
  }

  defaults = {
    memory_mb       = 512
    package         = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
    timeout_seconds = 15
  }

  tables = {
    seen  = { partition_key = { name = "id" } }
    users = { partition_key = { name = "id" } }
  }
  queues = { mails = { max_receives = 3 } }
  topics = { news = {} }

  functions = {
    create = {
      handler = "echo.users.create"
      grants  = ["events.publish", "queues.mails.send", "tables.users.write", "topics.news.publish"]
      events  = { api = { api = "POST /users", authorization = "NONE" } }
    }
    note = {
      handler         = "echo.users.note"
      grants          = ["tables.seen.write"]
      timeout_seconds = 20
      events = {
        changed = { table = "users" }
        mail    = { queue = "mails" }
        news    = { topic = "news" }
        nightly = { schedule = "cron(0 3 * * ? *)" }
        other   = { bus = jsonencode({ source = ["example.other"] }) }
      }
    }
    fail = {
      handler = "echo.handlers.fail"
      events  = { broken = { bus = jsonencode({ source = ["example.broken"] }) } }
    }
  }
}

# Yours come from the platform: platform = module.platform.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-microservice-full"
  deletion_window_days = 7
  services             = ["cloudwatch", "events", "logs", "sns"]
}

module "events" {
  source = "../../../../messaging/event-bus"

  name    = "example-microservice-full"
  archive = null
}

resource "aws_sns_topic" "alarms" {
  name              = "example-microservice-full"
  kms_master_key_id = module.key.arn
}

output "events" {
  value = module.events
}

output "service" {
  value = module.users
}
