module "alb_service_complete" {
  source = "../../../modules/network/alb-service/examples/complete"

  depends_on = [terraform_data.ready]
}

output "alb_service_complete" {
  value = module.alb_service_complete
}

module "alb_service_minimal" {
  source = "../../../modules/network/alb-service/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "alb_service_minimal" {
  value = module.alb_service_minimal
}

module "alb_complete" {
  source = "../../../modules/network/alb/examples/complete"

  depends_on = [terraform_data.ready]
}

output "alb_complete" {
  value = module.alb_complete
}

module "alb_existing" {
  source = "../../../modules/network/alb/examples/existing"

  depends_on = [terraform_data.ready]
}

output "alb_existing" {
  value = module.alb_existing
}

module "alb_minimal" {
  source = "../../../modules/network/alb/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "alb_minimal" {
  value = module.alb_minimal
}

module "vpc_complete" {
  source = "../../../modules/network/vpc/examples/complete"

  depends_on = [terraform_data.ready]
}

output "vpc_complete" {
  value = module.vpc_complete
}

module "vpc_minimal" {
  source = "../../../modules/network/vpc/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "vpc_minimal" {
  value = module.vpc_minimal
}

module "clients_complete" {
  source = "../../../modules/network/clients/examples/complete"

  depends_on = [terraform_data.ready]
}

output "clients_complete" {
  value = module.clients_complete
}

module "clients_minimal" {
  source = "../../../modules/network/clients/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "clients_minimal" {
  value = module.clients_minimal
}

module "nlb_complete" {
  source = "../../../modules/network/nlb/examples/complete"

  depends_on = [terraform_data.ready]
}

output "nlb_complete" {
  value = module.nlb_complete
}

module "nlb_minimal" {
  source = "../../../modules/network/nlb/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "nlb_minimal" {
  value = module.nlb_minimal
}
