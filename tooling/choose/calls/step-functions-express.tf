module "orders_workflow" {
  source = "../../modules/serverless/state-machine"

  name      = "orders"
  functions = { charge = module.orders }
  type      = "EXPRESS"

  definition = jsonencode({
    QueryLanguage  = "JSONata"
    StartAt        = "Charge"
    TimeoutSeconds = 60
    States = {
      Charge = {
        Type      = "Task"
        Resource  = "arn:aws:states:::lambda:invoke"
        Arguments = { FunctionName = "$${charge}", Payload = { step = "charge", order = "{% $states.input %}" } }
        Retry     = [{ ErrorEquals = ["UnavailableError"], IntervalSeconds = 1, MaxAttempts = 3 }]
        Catch     = [{ ErrorEquals = ["States.ALL"], Next = "Undone" }]
        End       = true
      }
      Undone = { Type = "Fail", Error = "Unpaid", Cause = "The order was not paid." }
    }
  })
}

module "orders" {
  source = "../../modules/serverless/lambda-function"

  name    = "orders"
  handler = "echo.handlers.step"
  package = { path = "../../examples/functions/services/echo/build/echo.zip" }
}
