module "eks" {
  source = "../../../../modules/compute/eks-cluster"

  name               = "refusals"
  kubernetes_version = "1.34"
  network            = local.network
  # addons is vpc-cni without eks-pod-identity-agent, from which some of them have their rights: write eks-pod-identity-agent
  addons = { vpc-cni = {} }
}
