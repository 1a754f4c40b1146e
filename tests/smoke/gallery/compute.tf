module "container_registry_complete" {
  source = "../../../modules/compute/container-registry/examples/complete"
}

output "container_registry_complete" {
  value = module.container_registry_complete
}

module "container_registry_minimal" {
  source = "../../../modules/compute/container-registry/examples/minimal"
}

output "container_registry_minimal" {
  value = module.container_registry_minimal
}

module "ec2_autoscaling_complete" {
  source = "../../../modules/compute/ec2-autoscaling/examples/complete"
}

output "ec2_autoscaling_complete" {
  value = module.ec2_autoscaling_complete
}

module "ec2_autoscaling_minimal" {
  source = "../../../modules/compute/ec2-autoscaling/examples/minimal"
}

output "ec2_autoscaling_minimal" {
  value = module.ec2_autoscaling_minimal
}

module "ecs_cluster_complete" {
  source = "../../../modules/compute/ecs-cluster/examples/complete"
}

output "ecs_cluster_complete" {
  value = module.ecs_cluster_complete
}

module "ecs_cluster_minimal" {
  source = "../../../modules/compute/ecs-cluster/examples/minimal"
}

output "ecs_cluster_minimal" {
  value = module.ecs_cluster_minimal
}

module "ecs_service_canary" {
  source = "../../../modules/compute/ecs-service/examples/canary"
}

output "ecs_service_canary" {
  value = module.ecs_service_canary
}

module "ecs_service_complete" {
  source = "../../../modules/compute/ecs-service/examples/complete"
}

output "ecs_service_complete" {
  value = module.ecs_service_complete
}

module "ecs_service_minimal" {
  source = "../../../modules/compute/ecs-service/examples/minimal"
}

output "ecs_service_minimal" {
  value = module.ecs_service_minimal
}
