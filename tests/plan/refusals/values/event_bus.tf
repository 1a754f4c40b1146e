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
