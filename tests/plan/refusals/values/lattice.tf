module "lattice" {
  source = "../../../../modules/discovery/lattice"

  # name is "Shop": write 3 to 63 lower-case letters
  name = "Shop"
  # accounts holds ["123"]: write numbers of twelve digits
  accounts = ["123"]
  # log.retention_days is 31: write a number CloudWatch Logs knows
  log = { retention_days = 31 }
  # networks holds "Platform": write names of up to 40
  networks = { Platform = { network = local.network } }
  # ports is [0]: write at least one, each from 1 to 65535
  ports = [0]
}

module "lattice_service" {
  source = "../../../../modules/discovery/lattice-service"

  # name is "svc-users": write 3 to 40 lower-case letters
  name = "svc-users"
  # alarm_errors is -1: write 0 requests or more
  alarm_errors = -1
  # callers is empty, and no caller would be accepted: write at least one
  callers = {}
  # lattices is empty, and no client could reach the service: write at least one
  lattices = {}
  # port is 0: write 1 to 65535
  port = 0
  # targets holds "Blue": write names of up to 40
  # targets holds Blue: write only one of addresses
  # targets has a network for ["Blue"]: write network = module.network
  # targets speak http in http3: write protocol "http" or "https"
  # targets listen on port 0: write 1 to 65535
  # targets have the health checks
  targets = {
    Blue = {
      addresses    = { one = "10.0.0.7" }
      function     = local.function_of_lattice
      health_check = { interval_seconds = 1 }
      network      = local.network
      port         = 0
      version      = "http3"
    }
  }
}

module "lattice_service_protocol" {
  source = "../../../../modules/discovery/lattice-service"

  name     = "users"
  lattices = { shop = { id = "sn-0" } }
  # protocol is "tcp": write "https", "http" or "tls"
  protocol = "tcp"
}

module "lattice_service_routes" {
  source = "../../../../modules/discovery/lattice-service"

  name = "users"
  # forward has the weights {"blue":1000}: write 0 to 999
  forward  = { blue = 1000 }
  lattices = { shop = { id = "sn-0" } }
  # routes holds "To-Blue", "users": write names of up to 50
  # routes holds To-Blue, which takes every request: write path
  # routes have the priorities 0 for To-Blue, 1 for users: write different ones
  # routes have the paths ["/*/users"]: write them from "/" on
  routes = {
    To-Blue = { forward = { blue = 1 }, priority = 0 }
    users   = { forward = { blue = 1 }, path = "/*/users", priority = 1 }
  }
  targets = { blue = { network = local.network } }
}

locals {
  function_of_lattice = { arn = local.invoked.arn, name = "refusals" }
}
