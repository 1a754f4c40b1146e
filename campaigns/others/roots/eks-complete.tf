data "aws_vpc" "default" {
  default = true
}
data "aws_subnets" "this" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}
resource "aws_iam_role" "cluster" {
  name = "eks-cluster"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "eks.amazonaws.com" }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}
resource "aws_iam_role" "node" {
  name = "eks-node"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["ec2.amazonaws.com", "eks-fargate-pods.amazonaws.com"] }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "node" {
  for_each   = toset(["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"])
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}
resource "aws_kms_key" "this" {
  deletion_window_in_days = 7
  enable_key_rotation     = true
}
resource "aws_eks_cluster" "this" {
  name                      = "complete"
  role_arn                  = aws_iam_role.cluster.arn
  version                   = "1.33"
  enabled_cluster_log_types = ["api", "audit", "authenticator"]
  access_config {
    authentication_mode                         = "API_AND_CONFIG_MAP"
    bootstrap_cluster_creator_admin_permissions = true
  }
  vpc_config {
    subnet_ids              = data.aws_subnets.this.ids
    endpoint_private_access = true
    endpoint_public_access  = true
  }
  encryption_config {
    provider {
      key_arn = aws_kms_key.this.arn
    }
    resources = ["secrets"]
  }
  kubernetes_network_config {
    service_ipv4_cidr = "172.20.0.0/16"
  }
  depends_on = [aws_iam_role_policy_attachment.cluster]
}
resource "aws_eks_node_group" "this" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = "default"
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = data.aws_subnets.this.ids
  ami_type        = "AL2023_x86_64_STANDARD"
  capacity_type   = "SPOT"
  instance_types  = ["t3.medium"]
  disk_size       = 50
  labels          = { role = "worker" }
  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
  taint {
    key    = "dedicated"
    value  = "gpu"
    effect = "NO_SCHEDULE"
  }
  update_config {
    max_unavailable_percentage = 33
  }
  depends_on = [aws_iam_role_policy_attachment.node]
}
resource "aws_eks_fargate_profile" "this" {
  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = "default"
  pod_execution_role_arn = aws_iam_role.node.arn
  subnet_ids             = data.aws_subnets.this.ids
  selector {
    namespace = "default"
  }
}
data "aws_eks_addon_version" "this" {
  addon_name         = "vpc-cni"
  kubernetes_version = aws_eks_cluster.this.version
  most_recent        = true
}
resource "aws_eks_addon" "this" {
  for_each                    = toset(["coredns", "kube-proxy", "vpc-cni", "eks-pod-identity-agent"])
  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"
  depends_on                  = [aws_eks_node_group.this]
}
resource "aws_eks_access_entry" "this" {
  cluster_name  = aws_eks_cluster.this.name
  principal_arn = aws_iam_role.node.arn
  type          = "STANDARD"
}
resource "aws_eks_access_policy_association" "this" {
  cluster_name  = aws_eks_cluster.this.name
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
  principal_arn = aws_iam_role.node.arn
  access_scope {
    type       = "namespace"
    namespaces = ["default"]
  }
  depends_on = [aws_eks_access_entry.this]
}
resource "aws_eks_pod_identity_association" "this" {
  cluster_name    = aws_eks_cluster.this.name
  namespace       = "default"
  service_account = "app"
  role_arn        = aws_iam_role.pod.arn
}
resource "aws_iam_role" "pod" {
  name = "eks-pod"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "pods.eks.amazonaws.com" }
    }]
  })
}
resource "aws_iam_openid_connect_provider" "this" {
  url            = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
resource "aws_eks_identity_provider_config" "this" {
  cluster_name = aws_eks_cluster.this.name
  oidc {
    client_id                     = "sts.amazonaws.com"
    identity_provider_config_name = "main"
    issuer_url                    = "https://issuer.example.com"
  }
}
data "aws_eks_cluster" "this" {
  name = aws_eks_cluster.this.name
}
data "aws_eks_cluster_auth" "this" {
  name = aws_eks_cluster.this.name
}
data "aws_eks_clusters" "all" {}
data "aws_eks_node_group" "this" {
  cluster_name    = aws_eks_cluster.this.name
  node_group_name = aws_eks_node_group.this.node_group_name
}
