# A broker that speaks TLS itself, reached by everyone on one port: the defaults.
module "network" {
  source = "../../../vpc"

  name               = "example-nlb-minimal"
  availability_zones = ["a", "b"]
  cidr               = "10.4.0.0/16"
  nat                = "none"
}

resource "aws_security_group" "broker" {
  #checkov:skip=CKV2_AWS_5: an example without a broker
  name        = "example-nlb-minimal-broker"
  description = "The broker."
  vpc_id      = module.network.id
}

module "nlb" {
  source = "../.."

  name            = "example-nlb-minimal"
  listeners       = { broker = { port = 5671, security_group = "broker" } }
  network         = module.network
  security_groups = { broker = aws_security_group.broker }

  # Examples are destroyed after use. Leave this out of yours.
  deletion_protection = false
}

output "group" {
  value = aws_security_group.broker.id
}

output "nlb" {
  value = module.nlb
}
