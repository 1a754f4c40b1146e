# Large orders of one queue go into another.
module "queue" {
  source   = "../../../sqs-queue"
  for_each = toset(["large", "placed"])

  name = "example-pipe-minimal-${each.key}"
}

module "pipe" {
  source = "../.."

  name = "example-pipe-minimal"
  from = {
    queue   = module.queue["placed"]
    filters = [jsonencode({ body = { total = [{ numeric = [">=", 1000] }] } })]
  }
  to = {
    queue = module.queue["large"]
    input = "{ \"order\": <$.body.order>, \"note\": \"Order <$.body.order> by <aws.pipes.pipe-name>\" }"
  }
}

output "pipe" {
  value = module.pipe
}

output "queues" {
  value = module.queue
}
