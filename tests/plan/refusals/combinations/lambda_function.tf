module "function" {
  source = "../../../../modules/serverless/lambda-function"

  name = "refusals"
  # A message would be handed out again while Lambda still works on it: in the queue of orders, visibility_timeout_seconds is 60, write 180 or more
  event_sources = { orders = { queue = local.queue } }
  # handler is "users.api.handler": write it together with package
  handler = "users.api.handler"
  image   = local.image
  # layers and image are both set: an image has no layers, copy their files into it
  layers = ["arn:aws:lambda:eu-west-1:000000000000:layer:refusals:1"]
  # provisioned_concurrency is 5 and reserved_concurrency 2: write no more provisioned than reserved concurrency
  # provisioned_concurrency is 5, but there is no alias: Lambda keeps versions ready, not the latest code, write alias = {}
  provisioned_concurrency = 5
  reserved_concurrency    = 2
  timeout_seconds         = 30
}

module "function_code" {
  source = "../../../../modules/serverless/lambda-function"

  name = "refusals"
  # package and image: write exactly one of them
  image = null
}
