module "lattice_service" {
  source = "../../../../modules/discovery/lattice-service"

  name = "users"
  # domain has no certificate with protocol "https": write certificate with "https"
  domain = { name = "users.example.com" }
  # forward names green: write names of targets (blue)
  forward  = { green = 1 }
  lattices = { shop = { id = "sn-0" } }
  # routes go to {"users":["green"]}: write names of targets (blue)
  routes  = { users = { forward = { green = 1 }, path = "/users", priority = 1 } }
  targets = { blue = { network = local.network } }
}

module "lattice_service_unread" {
  source = "../../../../modules/discovery/lattice-service"

  name = "users"
  # callers is set with protocol "tls", which is passed on unread: leave out callers
  callers = { orders = { role_arn = "arn:aws:iam::000000000000:role/orders" } }
  # forward is empty with protocol "tls": write where connections go
  forward  = {}
  lattices = { shop = { id = "sn-0" } }
  protocol = "tls"
  # routes holds users with protocol "tls", which is passed on unread: write forward alone
  routes  = { users = { forward = { function = 1 }, path = "/users", priority = 1 } }
  targets = { function = { network = local.network } }
}

module "lattice_service_ends" {
  source = "../../../../modules/discovery/lattice-service"

  name     = "users"
  forward  = { function = 1 }
  lattices = { shop = { id = "sn-0" } }
  protocol = "tls"
  # targets holds a function or a load balancer with protocol "tls", which ends at neither: write addresses
  targets = { function = { function = { arn = local.invoked.arn, name = "refusals" } } }
}
