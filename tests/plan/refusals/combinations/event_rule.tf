module "rule" {
  source = "../../../../modules/messaging/event-rule"

  name      = "refusals"
  event_bus = { name = "refusals" }
  # schedule is set together with event_bus: schedules run on the default bus, leave event_bus out
  schedule = "rate(5 minutes)"
  targets  = { queue = local.target }
}

module "rule_twice" {
  source = "../../../../modules/messaging/event-rule"

  name = "refusals"
  # pattern and schedule are both set: write one of them
  pattern  = jsonencode({ source = ["refusals"] })
  schedule = "rate(5 minutes)"
  targets  = { queue = local.target }
}
