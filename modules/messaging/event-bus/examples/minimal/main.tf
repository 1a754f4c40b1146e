# A bus whose events of the last 30 days can be replayed.
module "events" {
  source = "../.."

  name = "example-event-bus-minimal"
}

output "events" {
  value = module.events
}
