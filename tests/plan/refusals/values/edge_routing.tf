module "dns_failover" {
  source = "../../../../modules/edge/dns-failover"

  # name is "api": write a whole domain name
  name = "api"
  # endpoints holds ["nowhere"] with none or several of addresses, host and load_balancer: write exactly one
  endpoints = { nowhere = {} }
  # ttl_seconds is -1: write 0 to 86400 seconds
  ttl_seconds = -1
  zone        = { zone_id = "Z0" }
}

module "dns_failover_weights" {
  source = "../../../../modules/edge/dns-failover"

  name = "api.example.com"
  # endpoints has the weights [300]: write whole numbers from 0 to 255
  endpoints = { one = { host = "one.example.com", weight = 300 } }
  policy    = "weighted"
  zone      = { zone_id = "Z0" }
}

module "dns_failover_checks" {
  source = "../../../../modules/edge/dns-failover"

  name = "api.example.com"
  # endpoints has checks of the types ["UDP"]: write "HTTPS", "HTTP" or "TCP"
  # endpoints has checks every [20] seconds, believed after [3] answers: write interval_seconds = 30 or 10
  endpoints = { one = { host = "one.example.com", health = { interval_seconds = 20, type = "UDP" } } }
  policy    = "weighted"
  zone      = { zone_id = "Z0" }
}

module "dns_failover_policy" {
  source = "../../../../modules/edge/dns-failover"

  name      = "api.example.com"
  endpoints = { one = { host = "one.example.com" } }
  # policy is "nearest": write "failover"
  policy = "nearest"
  zone   = { zone_id = "Z0" }
}

module "global_accelerator" {
  source = "../../../../modules/edge/global-accelerator"

  # name is "-shop": write 1 to 64 letters
  name = "-shop"
  # listeners listen on the ports [[0]]: write at least one listener
  # listeners have the protocols ["HTTP"]: write "TCP" or "UDP"
  # listeners have groups with dial_percent [101]: write 0 to 100
  # listeners have endpoints with the weights [256]: write 0 to 255
  # listeners have groups with the checks ["GRPC every 20 s, 3 times"]: write "TCP", "HTTP" or "HTTPS"
  listeners = {
    https = {
      ports    = [0]
      protocol = "HTTP"
      groups = {
        eu-west-1 = {
          dial_percent = 101
          endpoints    = { api = { id = "eipalloc-0", weight = 256 } }
          health_check = { interval_seconds = 20, protocol = "GRPC" }
        }
      }
    }
  }
}
