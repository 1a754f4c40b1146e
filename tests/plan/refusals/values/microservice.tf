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
