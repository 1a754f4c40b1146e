# Two networks that may overlap: one whose things all may call, one of which only the orders service may.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-lattice-complete"
  deletion_window_days = 7
  services             = ["logs"]
}

module "network" {
  source   = "../../../../../examples/network"
  for_each = toset(["orders", "users"])

  name = "example-lattice-complete-${each.key}"
}

resource "aws_security_group" "orders" {
  #checkov:skip=CKV2_AWS_5: an example has no instances
  name        = "example-lattice-complete-orders"
  description = "The orders service."
  vpc_id      = module.network["orders"].id
}

module "lattice" {
  source = "../.."

  name     = "example-lattice-complete"
  accounts = ["123456789012"]
  log      = { kms_key = module.key, retention_days = 90 }
  ports    = [443]

  networks = {
    orders = {
      network = module.network["orders"]
      clients = { orders = { security_group_id = aws_security_group.orders.id } }
    }
    users = { network = module.network["users"] }
  }

  tags = { Example = "lattice-complete" }
}

output "lattice" {
  value = module.lattice
}

output "orders_security_group_id" {
  value = aws_security_group.orders.id
}
