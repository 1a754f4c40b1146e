module "orders" {
  source = "../../modules/compute/ecs-service"

  name     = "orders"
  capacity = { instances = {} }
  cluster  = module.orders_cluster
  image    = "public.ecr.aws/docker/library/busybox:1.37.0"
  network  = module.platform.network
}

module "orders_cluster" {
  source = "../../modules/compute/ecs-cluster"

  name      = "orders"
  instances = { instances = { autoscaling_group = module.orders_instances } }
}

module "orders_instances" {
  source = "../../modules/compute/ec2-autoscaling"

  name           = "orders"
  grants         = [module.orders_cluster.grants.run_tasks]
  image          = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id"
  instance_types = ["t4g.medium"]
  instances      = { min = 0, max = 4 }
  network        = module.platform.network
  scaling        = {} # ECS decides how many there are
  user_data      = "#!/bin/sh\necho ECS_CLUSTER=orders >> /etc/ecs/ecs.config\n"

  tags = { AmazonECSManaged = "true" }
}
