# A serverless cluster, and the function that reads one of its topics.
module "network" {
  source = "../../../../../examples/network"

  name = "example-kafka-minimal"
}

module "kafka" {
  source = "../.."

  name          = "example-kafka-minimal"
  network       = module.network
  event_sources = true
  topics        = { orders = { groups = ["example-kafka-minimal"] } }
}

module "function" {
  source = "../../../../serverless/lambda-function"

  name    = "example-kafka-minimal"
  handler = "echo.handlers.batch"
  package = { path = "${path.module}/../../../../../examples/functions/services/echo/build/echo.zip" }

  event_sources = {
    orders = { topic = module.kafka.topics.orders, consumer_group = "example-kafka-minimal" }
  }
}

output "function" {
  value = module.function
}

output "kafka" {
  value = module.kafka
}
