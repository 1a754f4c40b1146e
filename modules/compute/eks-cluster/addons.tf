locals {
  # CoreDNS is a deployment: without nodes or Fargate it would never be ready, and the add-on fail after 20 minutes.
  default_addons = concat(
    length(var.node_groups) + length(var.fargate_profiles) > 0 ? ["coredns"] : [],
    ["eks-pod-identity-agent", "kube-proxy", "vpc-cni"]
  )
  addon_names = distinct(concat(
    var.addons != null ? keys(var.addons) : local.auto ? [] : local.default_addons,
    keys(var.more_addons),
  ))
  written_addons = merge(var.addons, var.more_addons)

  # Where all pods run on Fargate, CoreDNS has to be there too, by a profile that selects it.
  # https://docs.aws.amazon.com/eks/latest/userguide/fargate-getting-started.html
  fargate_only = length(var.node_groups) == 0 && length(var.fargate_profiles) > 0 && !local.auto
  fargate_dns = anytrue([
    for profile in var.fargate_profiles : contains(profile.namespaces, "kube-system") && alltrue([
      for label, value in profile.labels :
      lookup({ "eks.amazonaws.com/component" = "coredns", k8s-app = "kube-dns" }, label, "") == value
    ])
  ])

  # What add-ons do in AWS, and the service account that does it.
  # https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
  known_identities = {
    amazon-cloudwatch-observability = {
      service_account = "cloudwatch-agent"
      policies        = ["CloudWatchAgentServerPolicy"]
    }
    aws-ebs-csi-driver = {
      service_account = "ebs-csi-controller-sa"
      policies        = ["service-role/AmazonEBSCSIDriverPolicy"]
    }
    aws-efs-csi-driver = {
      service_account = "efs-csi-controller-sa"
      policies        = ["service-role/AmazonEFSCSIDriverPolicy"]
    }
    vpc-cni = { service_account = "aws-node", policies = ["AmazonEKS_CNI_Policy"] }
  }

  # Network policies of workloads have no effect unless the plugin enforces them.
  known_configurations = {
    coredns = local.fargate_only ? jsonencode({ computeType = "Fargate" }) : null
    vpc-cni = jsonencode(merge(
      { enableNetworkPolicy = "true" },
      var.prefix_delegation ? { env = { ENABLE_PREFIX_DELEGATION = "true", WARM_PREFIX_TARGET = "1" } } : {},
    ))
  }

  addons = {
    for name in local.addon_names : name => {
      configuration = (
        try(local.written_addons[name].configuration, null) != null ? local.written_addons[name].configuration :
        lookup(local.known_configurations, name, null)
      )
      identity = (
        try(local.written_addons[name].identity, null) != null ? local.written_addons[name].identity :
        lookup(local.known_identities, name, null)
      )
      version = try(local.written_addons[name].version, null)
    }
  }

  addon_roles = { for name, addon in local.addons : name => addon.identity if addon.identity != null }
  addon_policies = merge(
    [
      for name, identity in local.addon_roles :
      { for policy in identity.policies : "${name}/${policy}" => { addon = name, policy = policy } }
    ]...
  )
  addon_versions = {
    for name, addon in local.addons : name =>
    addon.version == "latest" ? data.aws_eks_addon_version.latest[name].version : addon.version
  }

  # Agents that ask the instance for its metadata from a pod, one hop further than the node.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights-troubleshooting.html
  metadata_hops = length(setintersection(local.addon_names, ["amazon-cloudwatch-observability"])) > 0 ? 2 : 1

  # Nodes become ready only with these, and the others only with nodes.
  first_addons = [
    for name in local.addon_names : name if contains(["eks-pod-identity-agent", "kube-proxy", "vpc-cni"], name)
  ]
  next_addons = setsubtract(local.addon_names, local.first_addons)
}

data "aws_eks_addon_version" "latest" {
  for_each = { for name, addon in local.addons : name => addon if addon.version == "latest" }

  addon_name         = each.key
  kubernetes_version = var.kubernetes_version
  most_recent        = true
}

resource "aws_eks_addon" "first" {
  for_each = toset(local.first_addons)

  addon_name                  = each.key
  addon_version               = local.addon_versions[each.key]
  cluster_name                = aws_eks_cluster.this.name
  configuration_values        = local.addons[each.key].configuration
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  dynamic "pod_identity_association" {
    for_each = { for name, identity in local.addon_roles : name => identity if name == each.key }

    content {
      role_arn        = aws_iam_role.addon[pod_identity_association.key].arn
      service_account = pod_identity_association.value.service_account
    }
  }

  tags = var.tags

  depends_on = [aws_iam_role_policy_attachment.addon]
}

resource "aws_eks_addon" "next" {
  for_each = local.next_addons

  addon_name                  = each.key
  addon_version               = local.addon_versions[each.key]
  cluster_name                = aws_eks_cluster.this.name
  configuration_values        = local.addons[each.key].configuration
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  dynamic "pod_identity_association" {
    for_each = { for name, identity in local.addon_roles : name => identity if name == each.key }

    content {
      role_arn        = aws_iam_role.addon[pod_identity_association.key].arn
      service_account = pod_identity_association.value.service_account
    }
  }

  tags = var.tags

  depends_on = [
    aws_eks_addon.first,
    aws_eks_fargate_profile.this,
    aws_eks_node_group.this,
    aws_iam_role_policy_attachment.addon,
  ]
}

resource "aws_iam_role" "addon" {
  for_each = local.addon_roles

  name_prefix          = "${substr("${var.name}-${each.key}", 0, 37)}-"
  assume_role_policy   = data.aws_iam_policy_document.trust["pods"].json
  description          = "What the add-on ${each.key} of ${var.name} may do."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "addon" {
  for_each = local.addon_policies

  policy_arn = "arn:${split(":", aws_eks_cluster.this.arn)[1]}:iam::aws:policy/${each.value.policy}"
  role       = aws_iam_role.addon[each.value.addon].name
}
