output "services" {
  description = <<-EOT
    Per service its URL, who may call it, and requests to try in order.
    `{id}` is the id in the answer to the first request.
    Of orders, also what `./invokew demo` uses: the ARN of the workflow, and the functions behind it.
  EOT
  value = {
    orders = {
      url           = "${module.orders.url}/orders"
      authorization = "AWS_IAM"
      workflow      = module.orders_workflow.arn
      functions = {
        inventory = module.inventory.functions["steps"].name
        payments  = module.payments.functions["steps"].name
      }
      try = [
        {
          what   = "place an order"
          method = "POST"
          path   = ""
          body   = jsonencode({ customer = "ada", country = "IE", items = [{ product = "tea", quantity = 2 }] })
        },
        { what = "see what became of it", method = "GET", path = "/{id}", body = null },
      ]
    }
    users = {
      url           = "${module.users_api.url}/users"
      authorization = "AWS_IAM"
      try = [
        {
          what   = "create a user"
          method = "POST"
          path   = ""
          body   = jsonencode({ name = "Ada Lovelace", email = "ada@example.com" })
        },
        { what = "read it by its id", method = "GET", path = "/{id}", body = null },
        { what = "find it by e-mail", method = "GET", path = "?email=ada@example.com", body = null },
        { what = "see a bad request refused", method = "POST", path = "", body = jsonencode({ name = "Nobody" }) },
        { what = "delete it", method = "DELETE", path = "/{id}", body = null },
      ]
    }
  }
}
