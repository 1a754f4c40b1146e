module "microservice_complete" {
  source = "../../../modules/blueprints/microservice/examples/complete"

  depends_on = [terraform_data.ready]
}

output "microservice_complete" {
  value = module.microservice_complete
}

module "microservice_minimal" {
  source = "../../../modules/blueprints/microservice/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "microservice_minimal" {
  value = module.microservice_minimal
}

module "platform_complete" {
  source = "../../../modules/blueprints/platform/examples/complete"

  depends_on = [terraform_data.ready]
}

output "platform_complete" {
  value = module.platform_complete
}

module "platform_minimal" {
  source = "../../../modules/blueprints/platform/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "platform_minimal" {
  value = module.platform_minimal
}
