# As event-bus/examples/complete, without a key, which LocalStack forgets, and an organization as a publisher,
# of which it writes a policy that the provider cannot read.
module "events" {
  source = "../../../modules/messaging/event-bus"

  name       = "example-event-bus-complete"
  archive    = { retention_days = 365, pattern = jsonencode({ source = [{ prefix = "example.orders" }] }) }
  publishers = { partner = "123456789012" }
}

output "event_bus_complete" {
  value = { events = module.events }
}
