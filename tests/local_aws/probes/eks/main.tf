data "aws_eks_cluster_versions" "this" {
}
