# Inventory: what lies in stock, and what is reserved for orders.
module "inventory" {
  source = "../../modules/blueprints/microservice"

  name     = "inventory"
  platform = var.platform
  tables   = { stock = { partition_key = { name = "pk" } } }
  tags     = { Service = "inventory" }

  functions = {
    steps = {
      handler = "inventory.steps.handler"
      package = { path = "${path.module}/services/inventory/build/inventory.zip" }
      grants  = ["tables.stock.read_write"]
    }
  }
}
