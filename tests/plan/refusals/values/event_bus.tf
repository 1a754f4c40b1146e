module "bus" {
  source = "../../../../modules/messaging/event-bus"

  # name is "default": write 1 to 48 letters
  name = "default"
  # archive.pattern is not json: write a JSON object
  # archive.retention_days is 0.5: write a whole number of days
  archive = { retention_days = 0.5, pattern = "not json" }
  # publishers holds {"billing":"1234"}: write 12-digit account ids, or ids of organizations
  publishers = { billing = "1234" }
}

module "event_bus_key" {
  source = "../../../../modules/messaging/event-bus"

  name = "refusals"
  # kms_key has the services ["logs"]: EventBridge could not use it, write "events" among them
  kms_key = { arn = "arn:aws:kms:eu-west-1:000000000000:key/00000000-0000-0000-0000-000000000000", services = ["logs"] }
}
