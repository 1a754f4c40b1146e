# The schemas of a domain's events from files, and those that are found on its bus.
module "events" {
  source = "../../../event-bus"

  name    = "example-event-schemas-complete"
  archive = null
}

module "schemas" {
  source = "../.."

  name        = "example-event-schemas-complete"
  description = "What happens to orders."
  discover    = { orders = module.events }

  schemas = {
    "example.orders@OrderPaid" = { content = file("${path.module}/schemas/order-paid.json") }
    "example.orders@OrderPlaced" = {
      content     = file("${path.module}/schemas/order-placed.json")
      type        = "JSONSchemaDraft4"
      description = "A customer placed an order."
    }
  }

  tags = { Service = "orders" }
}

output "events" {
  value = module.events
}

output "schemas" {
  value = module.schemas
}
