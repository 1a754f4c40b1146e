module "orders_cluster" {
  source = "../../modules/compute/eks-cluster"

  name               = "orders"
  auto_mode          = {}
  kubernetes_version = "1.34"
  network            = module.platform.network
}
