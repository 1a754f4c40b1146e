# Users in a table, created and read through an API.
module "users" {
  source = "../.."

  name = "users"
  platform = {
    name           = "example-microservice-min"
    alarm_actions  = []
    event_bus      = module.events
    kms_key        = module.key
    protected      = false
    retention_days = { logs = 7 }
  }
  defaults = { package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" } }
  tables   = { users = { partition_key = { name = "id" } } }

  functions = {
    get = {
      handler = "echo.users.get"
      grants  = ["tables.users.read"]
      events  = { api = { api = "GET /users/{id}" } }
    }
    create = {
      handler = "echo.users.create"
      grants  = ["tables.users.read_write"]
      events  = { api = { api = "POST /users" } }
    }
  }
}

# Yours come from the platform: platform = module.platform.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-microservice-min"
  deletion_window_days = 7
  services             = ["logs"]
}

module "events" {
  source = "../../../../messaging/event-bus"

  name    = "example-microservice-min"
  archive = null
}

output "service" {
  value = module.users
}
