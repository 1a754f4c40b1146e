module "eks" {
  source = "../../../../modules/compute/eks-cluster"

  # name is "shop.prod": write 1 to 100 letters
  name = "shop.prod"
  # network has 1 private subnet: EKS needs two zones
  network = { id = "vpc-0", private_subnet_ids = { a = "subnet-a" } }
  # access names the policies ViewPolicy: write names of EKS's
  # access names the groups system:masters: EKS refuses those of "system:", write a policy instead
  access = {
    me = {
      principal_arn = "arn:aws:iam::000000000000:role/me"
      groups        = ["system:masters"]
      policies      = { ViewPolicy = {} }
    }
  }
  # alarm_errors is -1: write 0 or more
  alarm_errors = -1
  # alarm_storage_gb is 8: the control plane keeps 8
  alarm_storage_gb = 8
  # alarm_throttles is -1: write 0 or more
  alarm_throttles = -1
  # auto_mode.node_pools is ["spot"]: write "general-purpose", "system", both or none
  auto_mode = { node_pools = ["spot"] }
  # fargate_profiles has [[0,0]] namespaces and labels: write 1 to 5 namespaces
  fargate_profiles = { none = { namespaces = [] } }
  # kubernetes_version is "1.34.1": write major and minor
  kubernetes_version = "1.34.1"
  # log.retention_days is 2: CloudWatch Logs keeps logs for 1, 3, 5
  log = { retention_days = 2 }
  # public_cidrs is ["0.0.0.0/0"]: write the CIDRs of your offices
  public_cidrs = ["0.0.0.0/0"]
  # service_cidr is "8.8.8.0/24": write a private range
  service_cidr = "8.8.8.0/24"
  # support is "none": write "extended" or "standard"
  support = "none"
}

module "eks_nodes" {
  source = "../../../../modules/compute/eks-cluster"

  name               = "refusals"
  kubernetes_version = "1.36"
  network            = local.network
  # node_groups has instance_types of another architecture than it says: {"intel":["arm64","m7i.large"]}, write "arm64" for Graviton
  node_groups = { intel = { instance_types = ["m7i.large"] } }
  # addons has the versions ["latest","1.20"]: write EKS's
  # addons has a configuration that is no JSON (vpc-cni): write it with jsonencode()
  addons = { vpc-cni = { version = "1.20", configuration = "{" }, eks-pod-identity-agent = { version = "latest" } }
}

module "cluster_nodes_of_a_kind" {
  source = "../../../../modules/compute/eks-cluster"

  name               = "refusals"
  kubernetes_version = "1.36"
  network            = { id = "vpc-0", private_subnet_ids = { a = "subnet-a", b = "subnet-b" } }
  # more_addons is {"own":{"configuration":"{","identity":null,"version":"1"}}: write EKS's versions
  more_addons = { own = { configuration = "{", version = "1" } }
  # node_policies is {"own":"ReadOnlyAccess"}: write ARNs of policies
  node_policies = { own = "ReadOnlyAccess" }
  # node_groups has the accelerators {"gpu":"neuron"}: write "nvidia"
  # node_groups has kms_key, release and security_group_ids [[{"arn":"alias/nodes"},"latest",[]]]: write the ARN
  node_groups = {
    gpu = {
      accelerator    = "neuron"
      instance_types = ["m7g.large"]
      kms_key        = { arn = "alias/nodes" }
      release        = "latest"
    }
  }
}

module "eks_groups" {
  source = "../../../../modules/compute/eks-cluster"

  name               = "refusals"
  kubernetes_version = "1.36"
  network            = local.network
  # node_groups are called of all: write 1 to 36 letters
  # node_groups has the systems ["al2 on arm64"]: write "al2023" or "bottlerocket"
  # node_groups has no instance_types in of all: write at least one
  # node_groups has the bounds [[2,1]]: write min from 0 to max
  # node_groups has taints with the effects ["never"]: write "no-schedule"
  # node_groups has metadata_hops of [3]: write 1 to keep the metadata from pods
  # node_groups has disk_gb and update_percent of [[10,33]]: write at least 20 GiB
  node_groups = {
    "of all" = {
      system         = "al2"
      instance_types = []
      disk_gb        = 10
      metadata_hops  = 3
      nodes          = { min = 2, max = 1 }
      taints         = { a = { effect = "never" } }
    }
  }
}
