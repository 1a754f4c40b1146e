module "namespace" {
  source = "../.."

  name = "example-cloud-map-minimal"
}

output "namespace" {
  value = module.namespace
}
