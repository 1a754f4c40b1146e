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

module "cluster_nodes_of_a_kind" {
  source = "../../../../modules/compute/eks-cluster"

  name               = "refusals"
  kubernetes_version = "1.36"
  network            = { id = "vpc-0", private_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  addons             = { eks-pod-identity-agent = {}, kube-proxy = {} }
  # prefix_delegation is true, and vpc-cni is missing or has a configuration of yours
  prefix_delegation = true
}

module "cluster_nodes_in_a_zone" {
  source = "../../../../modules/compute/eks-cluster"

  name               = "refusals"
  kubernetes_version = "1.36"
  network            = { id = "vpc-0", private_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # node_groups has the zones {"gpu":["c"]}: write some of
  node_groups = { gpu = { instance_types = ["m7g.large"], zones = ["c"] } }
}
