# The storefront of the shop, in the smallest platform that it can stand in.
module "storefront" {
  source = "../../../examples/shop/storefront"

  platform = {
    name           = "example-shop"
    alarm_actions  = []
    event_bus      = module.storefront_events
    kms_key        = module.storefront_key
    network        = module.storefront_network
    protected      = false
    retention_days = { logs = 7 }
  }

  depends_on = [terraform_data.ready]
}

module "storefront_events" {
  source = "../../../modules/messaging/event-bus"

  name       = "example-shop"
  depends_on = [terraform_data.ready]
}

module "storefront_key" {
  source = "../../../modules/operations/kms-key"

  name                 = "example-shop"
  deletion_window_days = 7
  services             = ["cloudwatch", "events", "logs", "sns"]
  depends_on           = [terraform_data.ready]
}

module "storefront_network" {
  source = "../../../examples/network"

  name       = "example-shop"
  depends_on = [terraform_data.ready]
}

output "storefront" {
  value = module.storefront
}
