module "dns_failover_roles" {
  source = "../../../../modules/edge/dns-failover"

  name      = "api.example.com"
  endpoints = { one = { host = "one.example.com", role = "primary" } }
  # policy is "failover", and endpoints have the roles ["primary"]: write two
  policy = "failover"
  zone   = { zone_id = "Z0" }
}

module "dns_failover_regions" {
  source = "../../../../modules/edge/dns-failover"

  name      = "api.example.com"
  endpoints = { one = { host = "one.example.com" } }
  # policy is "latency", and endpoints are in the regions [null]: write region for each
  policy = "latency"
  zone   = { zone_id = "Z0" }
}
