# Two functions and what they may: one reads a table and sends to a queue, the other has no grants.
variable "package" {
  description = "The zip of a function that makes the calls it is asked for."
  type        = string
}

module "table" {
  source = "../../../modules/data/dynamodb-table"

  name                = "enforced"
  partition_key       = { name = "id" }
  deletion_protection = false
}

module "queue" {
  source = "../../../modules/messaging/sqs-queue"

  name = "enforced"
}

module "granted" {
  source = "../../../modules/serverless/lambda-function"

  name    = "granted"
  handler = "caller.handler"
  package = { path = var.package }
  grants  = [module.table.grants.read, module.queue.grants.send]
}

module "bare" {
  source = "../../../modules/serverless/lambda-function"

  name    = "bare"
  handler = "caller.handler"
  package = { path = var.package }
}

output "queue_url" {
  value = module.queue.url
}
