module "platform_complete" {
  source = "../../../modules/blueprints/platform/examples/complete"
}

output "platform_complete" {
  value = module.platform_complete
}

module "platform_minimal" {
  source = "../../../modules/blueprints/platform/examples/minimal"
}

output "platform_minimal" {
  value = module.platform_minimal
}
