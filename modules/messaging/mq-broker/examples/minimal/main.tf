# A RabbitMQ cluster of three: the defaults.
module "network" {
  source = "../../../../network/vpc"

  name               = "example-mq-broker-minimal"
  availability_zones = ["a", "b", "c"]
  cidr               = "10.48.0.0/16"
  flow_logs          = null
  gateway_endpoints  = []
  nat                = "none"
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
