module "eks" {
  source = "../../../../modules/compute/eks-cluster"

  name               = "refusals"
  kubernetes_version = "1.36"
  network            = local.network
  # addons is vpc-cni without eks-pod-identity-agent, from which some of them have their rights: write eks-pod-identity-agent
  addons = { vpc-cni = {} }
}

# fargate_profiles (batch) select no pods of kube-system, and there are no node_groups: CoreDNS would run nowhere
module "eks_fargate" {
  source = "../../../../modules/compute/eks-cluster"

  name               = "refusals"
  kubernetes_version = "1.36"
  network            = local.network
  fargate_profiles   = { batch = { namespaces = ["batch", "kube-system"], labels = { size = "small" } } }
}
