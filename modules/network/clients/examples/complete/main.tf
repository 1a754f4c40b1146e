# Two services that call each other, and a range and a prefix list that call both.
module "network" {
  source = "../../../../../examples/network"

  name = "example-clients-complete"
}

locals {
  calls = { orders = ["users"], users = ["orders"] } # who calls whom
}

# As services have it: compute/ecs-service is handed over whole.
resource "aws_security_group" "service" {
  #checkov:skip=CKV2_AWS_5: represents the groups of services
  for_each = local.calls

  name_prefix = "example-clients-${each.key}-"
  description = "The service ${each.key}."
  vpc_id      = module.network.id
}

resource "aws_ec2_managed_prefix_list" "partners" {
  name           = "example-clients-partners"
  address_family = "IPv4"
  max_entries    = 1

  entry {
    cidr = "198.51.100.0/24"
  }
}

module "clients" {
  source   = "../.."
  for_each = local.calls

  name = "example-clients-${each.key}"
  tags = { Called = each.key }
  clients = merge(
    {
      for name, called in local.calls : name => { security_group_id = aws_security_group.service[name].id }
      if contains(called, each.key)
    },
    {
      office   = { cidr = "10.50.0.0/16" }
      partners = { prefix_list_id = aws_ec2_managed_prefix_list.partners.id }
    },
  )
  port     = 8080
  protocol = "tcp"
  server   = { security_group_id = aws_security_group.service[each.key].id }
}

output "clients" {
  value = module.clients
}
