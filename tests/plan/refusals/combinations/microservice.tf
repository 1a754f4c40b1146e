module "microservice" {
  source = "../../../../modules/blueprints/microservice"

  name   = "refusals"
  queues = { mails = {} }
  # functions without a package are get, and defaults have none: write package
  # In functions, some event names no queue, table or topic that is there: write one of queues (mails), tables () or topics ()
  # functions have the grants tables.users.read: write tables.NAME.read
  functions = {
    get = {
      handler = "users.get"
      grants  = ["tables.users.read"]
      events  = { changed = { table = "users" } }
    }
  }
  platform = local.microservice_platform
}

module "microservice_rest" {
  source = "../../../../modules/blueprints/microservice"

  name     = "refusals"
  defaults = { package = { path = "${path.module}/main.tf" } }
  # In functions, some event names a FIFO topic (news): it brings messages to queues only, write an event of a queue
  functions = {
    get = {
      handler = "users.get"
      events = {
        news = { topic = "news" }
      }
    }
  }
  topics   = { news = { fifo = {} } }
  platform = local.microservice_platform
}

module "microservice_http" {
  source = "../../../../modules/blueprints/microservice"

  name     = "refusals"
  defaults = { package = { path = "${path.module}/main.tf" } }
  api      = { type = "HTTP" }
  # In functions, some route has api_key_required, body_schema, cache_seconds or query, which an HTTP API has not: leave them out
  functions = {
    get = { handler = "users.get", events = { read = { api = "GET /users", api_key_required = true } } }
  }
  platform = local.microservice_platform
}

locals {
  microservice_platform = {
    name          = "refusals"
    alarm_actions = []
    event_bus = {
      name   = "refusals"
      arn    = "arn:aws:events:eu-west-1:000000000000:event-bus/refusals"
      grants = { publish = [] }
    }
    kms_key        = local.key
    protected      = true
    retention_days = { logs = 7 }
  }
}
