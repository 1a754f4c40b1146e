# One task of four on Fargate Spot, instances for what needs them, and encrypted, logged sessions in containers.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-cluster-complete"
  deletion_window_days = 7
  services             = ["logs"]
}

module "network" {
  source = "../../../../../examples/network"

  name = "example-cluster-complete"
}

module "instances" {
  source = "../../../ec2-autoscaling"

  name           = "example-cluster-complete"
  grants         = [module.cluster.grants.run_tasks]
  image          = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id"
  instance_types = ["c7g.large"]
  instances      = { min = 0, max = 4 }
  network        = module.network
  scaling        = {} # ECS decides how many there are
  user_data      = "#!/bin/sh\necho ECS_CLUSTER=example-cluster-complete >> /etc/ecs/ecs.config\n"

  tags = { AmazonECSManaged = "true" }
}

module "cluster" {
  source = "../.."

  name             = "example-cluster-complete"
  default_capacity = { FARGATE = { base = 1, weight = 3 }, FARGATE_SPOT = { weight = 1 } }
  execute_command  = { kms_key = module.key, retention_days = 400 }
  insights         = "enabled"
  instances        = { graviton = { autoscaling_group = module.instances, target_percent = 90 } }

  tags = { Service = "shared" }
}

output "cluster" {
  value = module.cluster
}

output "instances" {
  value = module.instances
}
