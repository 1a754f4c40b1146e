# A cache that grows and shrinks by itself, up to 10 GB: the defaults.
module "network" {
  source = "../../../../../examples/network"

  name = "example-ec-serverless-minimal"
}

module "cache" {
  source = "../.."

  name    = "example-ecs-minimal"
  network = module.network
}

output "cache" {
  value = module.cache
}
