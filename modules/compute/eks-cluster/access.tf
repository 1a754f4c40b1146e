# Who enters, and what they may do there. Nodes' entries are EKS's own.
locals {
  policies = merge([
    for name, entry in var.access :
    {
      for policy, scope in entry.policies :
      "${name}/${policy}" => { entry = name, policy = policy, namespaces = scope.namespaces }
    }
  ]...)
}

resource "aws_eks_access_entry" "this" {
  for_each = var.access

  cluster_name      = aws_eks_cluster.this.name
  kubernetes_groups = each.value.groups
  principal_arn     = each.value.principal_arn

  tags = var.tags
}

resource "aws_eks_access_policy_association" "this" {
  for_each = local.policies

  cluster_name  = aws_eks_cluster.this.name
  policy_arn    = "arn:${split(":", aws_eks_cluster.this.arn)[1]}:eks::aws:cluster-access-policy/${each.value.policy}"
  principal_arn = aws_eks_access_entry.this[each.value.entry].principal_arn

  access_scope {
    namespaces = each.value.namespaces
    type       = length(each.value.namespaces) == 0 ? "cluster" : "namespace"
  }
}
