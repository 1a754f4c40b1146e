# A cluster for Fargate, watched, with a namespace: the defaults.
module "cluster" {
  source = "../.."

  name = "example-cluster-minimal"
}

output "cluster" {
  value = module.cluster
}
