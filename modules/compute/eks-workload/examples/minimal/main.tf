# A service that others of a cluster call. The cluster is of another state, so it is named by what the workload needs
# of it.
module "workload" {
  source = "../.."

  name = "example-workload-minimal"
  cluster = {
    arn  = "arn:aws:eks:eu-west-1:111122223333:cluster/shop"
    name = "shop"
    oidc_provider = {
      arn    = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/1"
      issuer = "oidc.eks.eu-west-1.amazonaws.com/id/1"
    }
  }
  image     = "public.ecr.aws/docker/library/httpd:2.4.65"
  namespace = "shop"
  port      = 8080
}

output "workload" {
  value = module.workload
}
