# One task of four on Fargate Spot, instances for what needs them, and encrypted, logged sessions in containers.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-cluster-complete"
  deletion_window_days = 7
  services             = ["logs"]
}

module "network" {
  source = "../../../../network/vpc"

  name               = "example-cluster-complete"
  availability_zones = ["a", "b"]
  cidr               = "10.4.0.0/16"
  nat                = "none"
}

resource "aws_launch_template" "instances" {
  name     = "example-cluster-complete"
  image_id = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id"

  instance_type = "c7g.large"
  user_data     = base64encode("#!/bin/sh\necho ECS_CLUSTER=example-cluster-complete >> /etc/ecs/ecs.config\n")

  metadata_options {
    http_endpoint               = "enabled"
    http_put_response_hop_limit = 1
    http_tokens                 = "required"
  }
}

resource "aws_autoscaling_group" "instances" {
  name                = "example-cluster-complete"
  max_size            = 4
  min_size            = 0
  vpc_zone_identifier = values(module.network.private_subnet_ids)

  launch_template {
    id      = aws_launch_template.instances.id
    version = "$Latest"
  }

  tag {
    key                 = "AmazonECSManaged"
    value               = "true"
    propagate_at_launch = true
  }

  # ECS decides how many there are.
  lifecycle {
    ignore_changes = [desired_capacity]
  }
}

module "cluster" {
  source = "../.."

  name             = "example-cluster-complete"
  default_capacity = { FARGATE = { base = 1, weight = 3 }, FARGATE_SPOT = { weight = 1 } }
  execute_command  = { kms_key = module.key, retention_days = 400 }
  insights         = "enabled"
  instances        = { graviton = { autoscaling_group = aws_autoscaling_group.instances, target_percent = 90 } }

  tags = { Service = "shared" }
}

output "cluster" {
  value = module.cluster
}
