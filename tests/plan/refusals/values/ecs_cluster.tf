module "cluster" {
  source = "../../../../modules/compute/ecs-cluster"

  # name is "ecs-shop": write 1 to 100 letters
  name = "ecs-shop"
  # execute_command.retention_days is 2: CloudWatch Logs keeps for 1, 3, 5
  execute_command = { retention_days = 2 }
  # insights is "on": write "enhanced", "enabled" or "disabled"
  insights = "on"
  # instances has the target_percent 0: write 1 to 100
  instances = {
    large = {
      autoscaling_group = { arn = "arn:aws:autoscaling:eu-west-1:000000000000:autoScalingGroup:refusals" }
      target_percent    = 0
    }
  }
}

module "cluster_capacity" {
  source = "../../../../modules/compute/ecs-cluster"

  name = "refusals"
  # default_capacity is {"FARGATE":{"base":1,"weight":1},"spot":{"base":1,"weight":1}}: write at least one capacity provider, and base for one of them only
  # default_capacity mixes Fargate with instances (FARGATE, spot): ECS does not
  default_capacity = { FARGATE = { base = 1 }, spot = { base = 1 } }
}
