module "state_machine" {
  source = "../../../../modules/serverless/state-machine"

  # name is "shop.checkout": write 1 to 80 letters
  name = "shop.checkout"
  # alarm_failures is -1: write a whole number
  alarm_failures = -1
  # alarm_timeouts is 0.5: write a whole number
  alarm_timeouts = 0.5
  # alias.canary.percent is 100: write a whole number from 1 to 99
  # alias.canary.stable_version is "live": write the number of the version
  # alias.name is "42": write up to 80 letters
  alias = { name = "42", canary = { stable_version = "live", percent = 100 } }
  # definition is no state machine, which is JSON with StartAt and States: write it so
  definition = join(" ", [
    "{\"StartAt\": \"Pass\", \"TimeoutSeconds\": $${patience}, \"States\": {\"Pass\":",
    "{\"Type\": \"Succeed\"}}}",
  ])
  # functions holds charge-card: write names of letters
  functions = { charge-card = local.invoked }
  # log.level is "LOUD": write "ALL"
  # log.retention_days is 31: CloudWatch Logs keeps logs for 1, 3, 5, 7
  log = { level = "LOUD", retention_days = 31 }
}

module "state_machine_type" {
  source = "../../../../modules/serverless/state-machine"

  name       = "refusals"
  definition = "{\"StartAt\": \"Pass\", \"TimeoutSeconds\": 60, \"States\": {\"Pass\": {\"Type\": \"Succeed\"}}}"
  # substitutions holds the-shop: write names of letters
  substitutions = { texts = { the-shop = "refusals" } }
  # type is "FAST": write "STANDARD" or "EXPRESS"
  type = "FAST"
}

module "state_machine_uncaught" {
  source = "../../../../modules/serverless/state-machine"

  name       = "refusals"
  definition = jsonencode({ StartAt = "Done", States = { Done = { Type = "Succeed" } } })
  # uncaught_tasks is "ignore": write "warn", "refuse" or "accept"
  uncaught_tasks = "ignore"
}
