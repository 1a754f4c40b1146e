# A security group that exists already lets in another one.
module "network" {
  source = "../../../../../examples/network"

  name = "example-clients-minimal"
}

resource "aws_security_group" "this" {
  #checkov:skip=CKV2_AWS_5: represents groups that exist already
  for_each = toset(["client", "server"])

  name_prefix = "example-clients-minimal-${each.key}-"
  description = "The ${each.key}."
  vpc_id      = module.network.id
}

module "clients" {
  source = "../.."

  name    = "example-clients-minimal"
  clients = { client = { security_group_id = aws_security_group.this["client"].id } }
  port    = 8080
  server  = { security_group_id = aws_security_group.this["server"].id }
}

output "clients" {
  value = module.clients
}
