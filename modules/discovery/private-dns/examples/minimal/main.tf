module "network" {
  source = "../../../../../examples/network"

  name = "example-private-dns-minimal"
}

module "zone" {
  source = "../.."

  name     = "private-dns-minimal.internal"
  networks = { this = module.network }
}

output "zone" {
  value = module.zone
}
