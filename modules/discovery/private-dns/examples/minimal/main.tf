module "network" {
  source = "../../../../network/vpc"

  name               = "example-private-dns-minimal"
  availability_zones = ["a", "b"]
  cidr               = "10.6.0.0/16"
  nat                = "none"
}

module "zone" {
  source = "../.."

  name     = "private-dns-minimal.internal"
  networks = { this = module.network }
}

output "zone" {
  value = module.zone
}
