# A domain's bus with a key of its own: another account and a whole organization publish to it, and a year of orders
# is kept.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-event-bus-complete"
  deletion_window_days = 7
  services             = ["events"]
}

module "events" {
  source = "../.."

  name       = "example-event-bus-complete"
  archive    = { retention_days = 365, pattern = jsonencode({ source = [{ prefix = "example.orders" }] }) }
  kms_key    = module.key
  publishers = { partner = "123456789012", shops = "o-a1b2c3d4e5" }

  tags = { Service = "orders" }
}

output "events" {
  value = module.events
}
