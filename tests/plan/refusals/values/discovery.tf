module "cloud_map" {
  source = "../../../../modules/discovery/cloud-map"

  # name is "Shop.internal": write a domain of lower-case letters
  name = "Shop.internal"
}

module "cloud_map_service" {
  source = "../../../../modules/discovery/cloud-map-service"

  # name is "users.shop": write 1 to 63 lower-case letters
  name = "users.shop"
  # dns.record is "TXT": write "A", "AAAA", "CNAME" or "SRV"
  dns       = { record = "TXT" }
  namespace = { hosted_zone_id = "Z0", id = "ns-0", name = "refusals.internal", private_dns = true }
  # port is 0: write 1 to 65535
  port = 0
  # protocol is "udp": write "http"
  protocol = "udp"
}

module "cloud_map_service_routing" {
  source = "../../../../modules/discovery/cloud-map-service"

  name = "users"
  # dns.routing is "RANDOM": write "MULTIVALUE" or "WEIGHTED"
  dns = { routing = "RANDOM" }
  # instances holds nowhere, twice with no place or two: write address
  instances = { nowhere = {}, twice = { address = "10.0.0.7", host = "a.example.com" } }
  namespace = { hosted_zone_id = "Z0", id = "ns-0", name = "refusals.internal", private_dns = true }
}

module "cloud_map_service_name_of_many" {
  source = "../../../../modules/discovery/cloud-map-service"

  name = "users"
  # dns.record is "CNAME" with routing "MULTIVALUE": a name stands for one other name
  dns = { record = "CNAME" }
  # instances has the addresses ["users.example.com"]: write IPv4 addresses
  instances = { blue = { address = "users.example.com" } }
  namespace = { hosted_zone_id = "Z0", id = "ns-0", name = "refusals.internal", private_dns = true }
}

module "cloud_map_service_kept" {
  source = "../../../../modules/discovery/cloud-map-service"

  name = "users"
  # dns.ttl_seconds is -1: write 0 seconds or more
  dns       = { ttl_seconds = -1 }
  namespace = { hosted_zone_id = "Z0", id = "ns-0", name = "refusals.internal", private_dns = true }
}

module "private_dns" {
  source = "../../../../modules/discovery/private-dns"

  # name is "internal": write a domain
  name = "internal"
  # networks is empty, and the zone would be public: write at least one
  networks = {}
}

module "private_dns_service" {
  source = "../../../../modules/discovery/private-dns-service"

  # name is "users.shop": write 1 to 63 lower-case letters
  name = "users.shop"
  # addresses holds ["users"]: write IPv4 addresses
  addresses = ["users"]
  # host is "https://users.example.com": write a name without protocol and port
  host = "https://users.example.com"
  # port is 70000: write 1 to 65535
  port = 70000
  # protocol is "udp": write "http"
  protocol = "udp"
  # ttl_seconds is -1: write 0 seconds or more
  ttl_seconds = -1
  zone        = { name = "refusals.internal", zone_id = "Z0" }
}

module "service_parameters" {
  source = "../../../../modules/discovery/service-parameters"

  # name is "/aws/users": write a path
  name = "/aws/users"
  # address.host is "https://users": write a name or an address without protocol and port
  address = { host = "https://users", port = 443, protocol = "https" }
}

module "service_parameters_port" {
  source = "../../../../modules/discovery/service-parameters"

  name = "/refusals/users"
  # address.port is 0: write 1 to 65535
  address = { host = "users.example.com", port = 0, protocol = "https" }
}

module "service_lookup" {
  source = "../../../../modules/discovery/service-lookup"

  # name is "users": write the path under which the service is published
  name = "users"
}
