# What of state-machine/examples/complete needs neither a function nor a table, and an Express machine.
module "machine_queue" {
  source   = "../../../modules/messaging/sqs-queue"
  for_each = toset(["approvals", "placed"])

  name        = "example-state-machine-complete-${each.key}"
  dead_letter = null
}

module "checkout" {
  source = "../../../modules/serverless/state-machine"

  name       = "example-state-machine-complete"
  definition = file("${path.module}/checkout.asl.json")
  alias      = {}
  grants     = [module.machine_queue["approvals"].grants.send, module.machine_queue["placed"].grants.send]
  log        = { level = "ALL", retention_days = 90 }
  substitutions = {
    texts   = { approvals = module.machine_queue["approvals"].url, placed = module.machine_queue["placed"].url }
    numbers = { large = 1000 }
  }
}

output "state_machine_complete" {
  value = { checkout = module.checkout, queues = module.machine_queue }
}

module "quote" {
  source = "../../../modules/serverless/state-machine"

  name = "example-state-machine-express"
  type = "EXPRESS"

  definition = jsonencode({
    StartAt        = "Known"
    TimeoutSeconds = 5
    States = {
      Known = {
        Type    = "Choice"
        Choices = [{ Variable = "$.item", StringEquals = "shoe", Next = "Quote" }]
        Default = "Unknown"
      }
      Quote   = { Type = "Pass", Parameters = { "text.$" = "States.Format('{} costs {}', $.item, 20)" }, End = true }
      Unknown = { Type = "Fail", Error = "UnknownItem", Cause = "Nobody sells that." }
    }
  })
}

output "state_machine_express" {
  value = { machine = module.quote }
}
