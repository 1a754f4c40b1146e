module "orders" {
  source = "../../modules/blueprints/microservice"

  name     = "orders"
  platform = module.platform
  defaults = { package = { path = "../../examples/functions/services/echo/build/echo.zip" } }
  tables   = { orders = { partition_key = { name = "id" } } }

  functions = {
    create = {
      handler = "echo.users.create"
      grants  = ["tables.orders.write"]
      events  = { api = { api = "POST /orders" } }
    }
  }
}
