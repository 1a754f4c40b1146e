module "container_registry_complete" {
  source = "../../../modules/compute/container-registry/examples/complete"

  depends_on = [terraform_data.ready]
}

output "container_registry_complete" {
  value = module.container_registry_complete
}

module "container_registry_minimal" {
  source = "../../../modules/compute/container-registry/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "container_registry_minimal" {
  value = module.container_registry_minimal
}

module "ec2_autoscaling_complete" {
  source = "../../../modules/compute/ec2-autoscaling/examples/complete"

  depends_on = [terraform_data.ready]
}

output "ec2_autoscaling_complete" {
  value = module.ec2_autoscaling_complete
}

module "ec2_autoscaling_minimal" {
  source = "../../../modules/compute/ec2-autoscaling/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "ec2_autoscaling_minimal" {
  value = module.ec2_autoscaling_minimal
}

module "ecs_cluster_complete" {
  source = "../../../modules/compute/ecs-cluster/examples/complete"

  depends_on = [terraform_data.ready]
}

output "ecs_cluster_complete" {
  value = module.ecs_cluster_complete
}

module "ecs_cluster_minimal" {
  source = "../../../modules/compute/ecs-cluster/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "ecs_cluster_minimal" {
  value = module.ecs_cluster_minimal
}

module "ecs_service_canary" {
  source = "../../../modules/compute/ecs-service/examples/canary"

  depends_on = [terraform_data.ready]
}

output "ecs_service_canary" {
  value = module.ecs_service_canary
}

module "ecs_service_complete" {
  source = "../../../modules/compute/ecs-service/examples/complete"

  depends_on = [terraform_data.ready]
}

output "ecs_service_complete" {
  value = module.ecs_service_complete
}

module "ecs_service_existing" {
  source = "../../../modules/compute/ecs-service/examples/existing"

  depends_on = [terraform_data.ready]
}

output "ecs_service_existing" {
  value = module.ecs_service_existing
}

module "ecs_service_minimal" {
  source = "../../../modules/compute/ecs-service/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "ecs_service_minimal" {
  value = module.ecs_service_minimal
}

module "eks_cluster_complete" {
  source = "../../../modules/compute/eks-cluster/examples/complete"

  depends_on = [terraform_data.ready]
}

output "eks_cluster_complete" {
  value = module.eks_cluster_complete
}

module "eks_cluster_minimal" {
  source = "../../../modules/compute/eks-cluster/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "eks_cluster_minimal" {
  value = module.eks_cluster_minimal
}

module "eks_workload_complete" {
  source = "../../../modules/compute/eks-workload/examples/complete"

  depends_on = [terraform_data.ready]
}

output "eks_workload_complete" {
  value = module.eks_workload_complete
}

module "eks_workload_minimal" {
  source = "../../../modules/compute/eks-workload/examples/minimal"

  depends_on = [terraform_data.ready]
}

output "eks_workload_minimal" {
  value = module.eks_workload_minimal
}
