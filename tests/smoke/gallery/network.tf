module "alb_service_complete" {
  source = "../../../modules/network/alb-service/examples/complete"
}

output "alb_service_complete" {
  value = module.alb_service_complete
}

module "alb_service_minimal" {
  source = "../../../modules/network/alb-service/examples/minimal"
}

output "alb_service_minimal" {
  value = module.alb_service_minimal
}

module "alb_complete" {
  source = "../../../modules/network/alb/examples/complete"
}

output "alb_complete" {
  value = module.alb_complete
}

module "alb_minimal" {
  source = "../../../modules/network/alb/examples/minimal"
}

output "alb_minimal" {
  value = module.alb_minimal
}

module "vpc_complete" {
  source = "../../../modules/network/vpc/examples/complete"
}

output "vpc_complete" {
  value = module.vpc_complete
}

module "vpc_minimal" {
  source = "../../../modules/network/vpc/examples/minimal"
}

output "vpc_minimal" {
  value = module.vpc_minimal
}
