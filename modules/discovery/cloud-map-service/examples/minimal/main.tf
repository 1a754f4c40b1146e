module "namespace" {
  source = "../../../cloud-map"

  name = "example-cloud-map-service-minimal"
}

module "users" {
  source = "../.."

  name      = "users"
  namespace = module.namespace
}

output "users" {
  value = module.users
}
