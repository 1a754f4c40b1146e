# A RabbitMQ cluster of three: the defaults.
module "network" {
  source = "../../../../../examples/network"

  name = "example-mq-broker-minimal"
}

module "broker" {
  source = "../.."

  name    = "example-mq-broker-minimal"
  network = module.network

  # Examples are destroyed after use. Leave this out of yours.
  secret_recovery_days = 0
}

output "broker" {
  value = module.broker
}
