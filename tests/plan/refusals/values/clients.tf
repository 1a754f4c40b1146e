module "clients" {
  source = "../../../../modules/network/clients"

  # name is "a b": write 1 to 100 letters
  name = "a b"
  # clients holds none: write exactly one of security_group_id, cidr and prefix_list_id in each
  clients = { none = {} }
  # port is 0: write 1 to 65535
  port = 0
  # protocol is "icmp": write "tcp" or "udp"
  protocol = "icmp"
  server   = { security_group_id = "sg-0" }
}

module "clients_range" {
  source = "../../../../modules/network/clients"

  name = "refusals"
  # clients holds the ranges ["10.1.0.0"]: write each with its length
  clients = { office = { cidr = "10.1.0.0" } }
  port    = 8080
  server  = { security_group_id = "sg-0" }
}

module "clients_names" {
  source = "../../../../modules/network/clients"

  name = "refusals"
  # clients holds ["büro"]: write names of 1 to 100 letters
  clients = { "büro" = { cidr = "10.1.0.0/16" } }
  port    = 8080
  server  = { security_group_id = "sg-0" }
}
