module "network" {
  source = "../../../../../examples/network"

  name = "example-private-dns-service-minimal"
}

module "zone" {
  source = "../../../private-dns"

  name     = "private-dns-service-minimal.internal"
  networks = { this = module.network }
}

module "users" {
  source = "../.."

  name      = "users"
  addresses = ["10.9.0.7", "10.9.0.8"]
  port      = 8080
  protocol  = "http"
  zone      = module.zone
}

output "users" {
  value = module.users
}

output "zone" {
  value = module.zone
}
