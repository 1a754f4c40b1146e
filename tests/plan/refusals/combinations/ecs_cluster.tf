module "cluster" {
  source = "../../../../modules/compute/ecs-cluster"

  name = "refusals"
  instances = {
    large = { autoscaling_group = { arn = "arn:aws:autoscaling:eu-west-1:000000000000:autoScalingGroup:refusals" } }
  }
  # default_capacity names FARGATE, FARGATE_OLD: write FARGATE, FARGATE_SPOT, refusals-large, which the cluster has
  default_capacity = { FARGATE = {}, FARGATE_OLD = {} }
}
