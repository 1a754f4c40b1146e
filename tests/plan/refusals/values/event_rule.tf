module "rule" {
  source = "../../../../modules/messaging/event-rule"

  # name is "shop prod": write 1 to 64 letters
  name = "shop prod"
  # schedule is "every 5 minutes": write "rate(5 minutes)"
  schedule = "every 5 minutes"
  # late: a target's events are lost when it stays unreachable, write its dead_letter_queue
  # retry is {"late":{"attempts":186,"max_age_seconds":86400}}: write attempts of 0 to 185
  targets = { late = { arn = local.queue.arn, retry = { attempts = 186 } } }
}

module "rule_targets" {
  source = "../../../../modules/messaging/event-rule"

  name = "refusals"
  # pattern is not json: write a JSON object
  pattern = "not json"
  # There are 0 targets: EventBridge takes 1 to 5 per rule, write
  targets = {}
}

module "rule_inputs" {
  source = "../../../../modules/messaging/event-rule"

  name     = "refusals"
  schedule = "rate(5 minutes)"
  # targets have the input {"both":{"constant":"every night","paths":{},"template":"\u003ctime\u003e"}}: write either a constant
  targets = {
    both = {
      arn               = local.queue.arn
      dead_letter_queue = local.queue
      input             = { constant = "every night", template = "<time>" }
    }
  }
}
