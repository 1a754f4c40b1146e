module "microservice" {
  source = "../../../../modules/blueprints/microservice"

  # name is "Users": write 1 to 20 lower-case letters
  name = "Users"
  # alarms is "some": write "few" or "all"
  alarms = "some"
  # functions holds ["Get"]: write at least one, by names
  # In functions, some event has none or several of api, bus, queue, schedule, table and topic: write exactly one
  # functions have the routes GET /users, GET /users: write each in one function once
  functions = {
    Get = {
      handler = "users.get"
      package = { path = "${path.module}/main.tf" }
      events  = { one = { api = "GET /users" }, two = { api = "GET /users" }, three = {} }
    }
  }
  platform = local.microservice_platform
}

module "microservice_rest" {
  source = "../../../../modules/blueprints/microservice"

  name = "refusals"
  # api.type is "REST", and of cors.credentials and authorizers' jwt some are set, which a REST API has not: leave them out
  api       = { cors = { origins = ["https://example.com"], credentials = true } }
  functions = { get = { handler = "users.get", package = { path = "${path.module}/main.tf" } } }
  platform  = local.microservice_platform
}

module "microservice_http" {
  source = "../../../../modules/blueprints/microservice"

  name = "refusals"
  # api.type is "HTTP", and of allowed_ips, binary_media_types, cache, endpoint, log.execution, minimum_compression_bytes, tracing, usage_plans, web_acl and authorizers' user_pools some are set, which an HTTP API has not: leave them out (for user_pools write jwt)
  api       = { type = "HTTP", tracing = true }
  functions = { get = { handler = "users.get", package = { path = "${path.module}/main.tf" } } }
  platform  = local.microservice_platform
}

module "microservice_soap" {
  source = "../../../../modules/blueprints/microservice"

  name = "refusals"
  # api.type is "SOAP": write "REST" or "HTTP"
  api       = { type = "SOAP" }
  functions = { get = { handler = "users.get", package = { path = "${path.module}/main.tf" } } }
  platform  = local.microservice_platform
}

module "microservice_events" {
  source = "../../../../modules/blueprints/microservice"

  name = "refusals"
  # In functions, some events have what their kind does not look at: batch_size of get.read is for queue or table, filter of get.read is for topic: leave it out
  functions = {
    get = {
      handler = "users.get"
      package = { path = "${path.module}/main.tf" }
      events  = { read = { api = "GET /users", batch_size = 5, filter = { body = "{}" } } }
    }
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
    kms_key        = { arn = "arn:aws:kms:eu-west-1:000000000000:key/refusals" }
    protected      = true
    retention_days = { logs = 7 }
  }
}
