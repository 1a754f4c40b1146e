# One task in JSONata, retried and caught, with a timeout for the whole.
module "function" {
  source = "../../../lambda-function"

  name    = "example-state-machine-minimal"
  handler = "echo.handlers.step"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }
}

module "machine" {
  source = "../.."

  name      = "example-state-machine-minimal"
  functions = { step = module.function }

  definition = jsonencode({
    QueryLanguage  = "JSONata"
    StartAt        = "Charge"
    TimeoutSeconds = 60
    States = {
      Charge = {
        Type      = "Task"
        Resource  = "arn:aws:states:::lambda:invoke"
        Arguments = { FunctionName = "$${step}", Payload = { step = "charge", order = "{% $states.input %}" } }
        Output = {
          charged = "{% $states.result.Payload.order %}"
          gross   = "{% $round($states.input.total * 1.23, 2) %}"
        }
        Retry = [{ ErrorEquals = ["UnavailableError"], IntervalSeconds = 1, MaxAttempts = 1 }]
        Catch = [{
          ErrorEquals = ["States.ALL"]
          Output      = { problem = "{% $states.errorOutput.Error %}" }
          Next        = "Undone"
        }]
        End = true
      }
      Undone = { Type = "Fail", Error = "{% $states.input.problem %}", Cause = "The order was not paid." }
    }
  })
}

output "machine" {
  value = module.machine
}
