module "state_machine" {
  source = "../../../../modules/serverless/state-machine"

  name       = "refusals"
  definition = jsonencode({ StartAt = "$${name}", States = { "$${name}" = { Type = "Succeed" } }, TimeoutSeconds = 60 })
  functions  = { name = local.invoked }
  log        = { level = "OFF" }
  # functions and substitutions hold name, name: write each name once
  substitutions = { texts = { name = "refusals" } }
  # type is "EXPRESS" and log.level "OFF": nothing would tell what an execution did, write
  type = "EXPRESS"
}

# definition names shop, table: write each in functions or substitutions
# definition does not name patience: write "${patience}" where it belongs, or leave it out
# definition has no TimeoutSeconds at its top: an execution that hangs would run for a year, write
module "state_machine_names" {
  source = "../../../../modules/serverless/state-machine"

  name = "refusals"
  definition = jsonencode({
    StartAt = "Pass"
    States  = { Pass = { Type = "Pass", Result = "$${shop} of $${table}", End = true } }
  })
  substitutions = { numbers = { patience = 60 } }
}

# definition has a TimeoutSeconds of 301: Express executions end after 5 minutes, write 300 or less
# Job, Word: Express executions wait neither for a job (.sync) nor for a task token, write type = "STANDARD"
module "state_machine_express" {
  source = "../../../../modules/serverless/state-machine"

  name = "refusals"
  type = "EXPRESS"
  definition = jsonencode({
    StartAt        = "Job"
    TimeoutSeconds = 301
    States = {
      Job = {
        Type     = "Task"
        Comment  = "Not caught: it is only tried."
        Resource = "arn:aws:states:::ecs:runTask.sync"
        Next     = "Word"
      }
      Word = {
        Type     = "Task"
        Comment  = "Not caught: it is only tried."
        Resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
        End      = true
      }
    }
  })
}

# Bare, Unexplained, InBranch, InItem: the execution fails with the task, write a Catch
# TooDeep: Parallel and Map are nested in more than four others, and what is in it is not checked
module "state_machine_tasks" {
  source = "../../../../modules/serverless/state-machine"

  name           = "refusals"
  uncaught_tasks = "refuse"
  definition = jsonencode({
    StartAt        = "Bare"
    TimeoutSeconds = 60
    States = {
      Bare        = { Type = "Task", Resource = local.invoked.arn, Next = "Unexplained" }
      Unexplained = { Type = "Task", Comment = "Not caught: x", Resource = local.invoked.arn, Next = "Explained" }
      Explained = {
        Type     = "Task"
        Comment  = "Not caught: it is only tried."
        Resource = local.invoked.arn
        Next     = "Caught"
      }
      Caught = {
        Type     = "Task"
        Catch    = [{ ErrorEquals = ["States.ALL"], Next = "Bare" }]
        Resource = local.invoked.arn
        Next     = "Around"
      }
      Around = {
        Type  = "Parallel"
        Catch = [{ ErrorEquals = ["States.ALL"], Next = "Bare" }]
        Branches = [{
          StartAt = "CaughtAround"
          States  = { CaughtAround = { Type = "Task", Resource = local.invoked.arn, End = true } }
        }]
        Next = "Open"
      }
      Open = {
        Type = "Parallel"
        Branches = [
          { StartAt = "InBranch", States = { InBranch = { Type = "Task", Resource = local.invoked.arn, End = true } } },
          { StartAt = "Items", States = { Items = { Type = "Map", End = true, ItemProcessor = {
            StartAt = "InItem", States = { InItem = { Type = "Task", Resource = local.invoked.arn, End = true } }
          } } } },
        ]
        Next = "Deep"
      }
      Deep = { Type = "Map", End = true, Iterator = {
        StartAt = "One", States = { One = { Type = "Map", End = true, Iterator = {
          StartAt = "Two", States = { Two = { Type = "Map", End = true, Iterator = {
            StartAt = "Three", States = { Three = { Type = "Map", End = true, Iterator = {
              StartAt = "TooDeep", States = { TooDeep = { Type = "Map", End = true, Iterator = {} } }
            } } }
          } } }
      } } } } }
    }
  })
}

module "state_machine_key" {
  source = "../../../../modules/serverless/state-machine"

  name       = "refusals"
  definition = jsonencode({ StartAt = "Done", States = { Done = { Type = "Succeed" } } })
  # kms_key has the services ["logs"]: logs could not be delivered, write "delivery.logs" among them
  kms_key = { arn = "arn:aws:kms:eu-west-1:000000000000:key/00000000-0000-0000-0000-000000000000", services = ["logs"] }
}
