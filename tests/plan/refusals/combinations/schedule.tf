module "schedule_period" {
  source = "../../../../modules/messaging/schedule"

  name     = "refusals"
  schedule = "at(2027-01-31T06:00:00)"
  # ends_at is "2026-01-01T00:00:00Z" and starts_at "2027-01-01T00:00:00Z": write a later ends_at
  # ends_at or starts_at is set, but schedule is at(2027-01-31T06:00:00): one moment has no period, leave them out
  ends_at       = "2026-01-01T00:00:00Z"
  starts_at     = "2027-01-01T00:00:00Z"
  alarm_actions = ["arn:aws:sns:eu-west-1:000000000000:alarms"]
  # group is set together with alarm_actions: metrics are of a whole group, leave out alarm_actions
  group             = { name = "shop" }
  dead_letter_queue = null
  to                = { topic = { arn = "arn:aws:sns:eu-west-1:000000000000:news" } }
}

module "schedule_group" {
  source = "../../../../modules/messaging/schedule"

  # name is "default": AWS made that group, write another name or a group
  name              = "default"
  schedule          = "rate(1 hour)"
  dead_letter_queue = null
  to                = { topic = { arn = "arn:aws:sns:eu-west-1:000000000000:news" } }
}
