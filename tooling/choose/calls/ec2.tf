module "orders" {
  source = "../../modules/compute/ec2-autoscaling"

  name           = "orders"
  instance_types = ["t4g.medium"]
  instances      = { min = 2, max = 10 }
  network        = module.platform.network
}
