# An Express state machine that answers its caller within seconds.
module "function" {
  source = "../../../lambda-function"

  name    = "example-state-machine-express"
  handler = "echo.handlers.step"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

module "machine" {
  source = "../.."

  name      = "example-state-machine-express"
  type      = "EXPRESS"
  alias     = {}
  functions = { step = module.function }
  log       = { level = "ALL" }

  definition = jsonencode({
    StartAt        = "Quote"
    TimeoutSeconds = 5
    States = {
      Quote = {
        Type       = "Task"
        Comment    = "Not caught: nothing was done yet, and the caller gets the error."
        Resource   = "$${step}"
        Parameters = { step = "quote", "order.$" = "$" }
        Retry      = [{ ErrorEquals = ["UnavailableError"], IntervalSeconds = 1, MaxAttempts = 1 }]
        End        = true
      }
    }
  })
}

output "machine" {
  value = module.machine
}
