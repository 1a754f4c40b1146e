# Carts: what happened to each is kept as events; views, and counts of what is wanted, are made of them.
module "carts" {
  source = "../../../modules/blueprints/microservice"

  name     = "carts"
  defaults = { package = { path = "${path.module}/../services/carts/build/carts.zip" } }
  platform = var.platform
  tags     = { Service = "carts" }

  tables = {
    demand = { partition_key = { name = "pk" } }
    events = { partition_key = { name = "cart" }, sort_key = { name = "version", type = "N" } }
    views  = { partition_key = { name = "cart" } }
  }

  functions = {
    write = {
      handler = "carts.write.handler"
      grants  = ["tables.events.read_write"]
    }
    view = {
      handler = "carts.view.handler"
      grants  = ["tables.views.read_write"]
      events  = { appended = { table = "events" } }
    }
    publish = {
      handler = "carts.publish.handler"
      grants  = ["events.publish"]
      events  = { appended = { table = "events" } }
    }
    demand = {
      handler = "carts.demand.handler"
      grants  = ["tables.demand.write"]
      events  = { changed = { bus = jsonencode({ source = ["shop.carts"] }) } }
    }
    rebuild = {
      handler         = "carts.rebuild.handler"
      environment     = { ARCHIVE_ARN = var.platform.event_bus.archive_arn, EVENT_BUS_ARN = var.platform.event_bus.arn }
      grants          = ["tables.demand.scan", "tables.demand.write"]
      more_grants     = [var.platform.event_bus.grants.replay]
      timeout_seconds = 60
    }
  }
}
