# A registry, for services to write their schemas into.
module "schemas" {
  source = "../.."

  name = "example-event-schemas-minimal"
}

output "schemas" {
  value = module.schemas
}
