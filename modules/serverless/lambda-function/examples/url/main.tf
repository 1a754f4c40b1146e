# Two functions with addresses of their own: one for the pages of a shop, one for callers with the grant.
module "function" {
  source   = "../.."
  for_each = { granted = "AWS_IAM", open = "NONE" }

  name    = "example-lambda-function-url-${each.key}"
  handler = "echo.handlers.page"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }

  alias      = {}
  snap_start = true

  url = {
    authorization = each.value
    cors = {
      origins         = ["https://shop.example.com"]
      methods         = ["GET", "POST"]
      headers         = ["content-type"]
      max_age_seconds = 600
    }
  }
}

output "function" {
  value = module.function
}
