# users stands for 1 addresses, a host: write exactly one of addresses, host and load_balancer
module "private_dns_service" {
  source = "../../../../modules/discovery/private-dns-service"

  name      = "users"
  addresses = ["10.0.0.7"]
  host      = "users.example.com"
  zone      = { name = "refusals.internal", zone_id = "Z0" }
}
