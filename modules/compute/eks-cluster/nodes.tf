locals {
  ami_types = {
    al2023       = { arm64 = "AL2023_ARM_64_STANDARD", x86_64 = "AL2023_x86_64_STANDARD" }
    bottlerocket = { arm64 = "BOTTLEROCKET_ARM_64", x86_64 = "BOTTLEROCKET_x86_64" }

    "al2023/neuron"       = { x86_64 = "AL2023_x86_64_NEURON" }
    "al2023/nvidia"       = { arm64 = "AL2023_ARM_64_NVIDIA", x86_64 = "AL2023_x86_64_NVIDIA" }
    "bottlerocket/nvidia" = { arm64 = "BOTTLEROCKET_ARM_64_NVIDIA", x86_64 = "BOTTLEROCKET_x86_64_NVIDIA" }
  }

  ami_type = {
    for name, group in var.node_groups :
    name => local.ami_types[join("/", compact([group.system, group.accelerator]))][group.architecture]
  }
  group_subnet_ids = {
    for name, group in var.node_groups : name => (
      group.zones == null ? local.subnet_ids : [for zone in group.zones : var.network.private_subnet_ids[zone]]
    )
  }

  # Bottlerocket has its system on the first disk, and images and pods' files on the second.
  disks = { al2023 = "/dev/xvda", bottlerocket = "/dev/xvdb" }

  # The network plugin has a role of its own, so nodes need not have its rights.
  node_roles = merge(
    length(var.node_groups) > 0 ? { nodes = ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodePolicy"] } : {},
    local.auto ? { auto = ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodeMinimalPolicy"] } : {},
    length(var.fargate_profiles) > 0 ? { fargate = ["AmazonEKSFargatePodExecutionRolePolicy"] } : {},
  )
  node_policies = merge(
    [
      for role, policies in local.node_roles :
      { for policy in policies : "${role}/${policy}" => { role = role, policy = policy } }
    ]...
  )
}

# A group that has to be replaced gets its successor first, so its name is only a beginning.
resource "aws_eks_node_group" "this" {
  for_each = var.node_groups

  ami_type               = local.ami_type[each.key]
  capacity_type          = each.value.spot ? "SPOT" : "ON_DEMAND"
  cluster_name           = aws_eks_cluster.this.name
  instance_types         = each.value.instance_types
  labels                 = each.value.labels
  node_group_name_prefix = "${each.key}-"
  node_role_arn          = aws_iam_role.node["nodes"].arn
  release_version        = each.value.release
  subnet_ids             = local.group_subnet_ids[each.key]
  version                = aws_eks_cluster.this.version

  launch_template {
    id      = aws_launch_template.this[each.key].id
    version = aws_launch_template.this[each.key].latest_version
  }

  node_repair_config {
    enabled = true
  }

  scaling_config {
    desired_size = each.value.nodes.min
    max_size     = each.value.nodes.max
    min_size     = each.value.nodes.min
  }

  dynamic "taint" {
    for_each = each.value.taints

    content {
      effect = upper(replace(taint.value.effect, "-", "_"))
      key    = taint.key
      value  = taint.value.value
    }
  }

  update_config {
    max_unavailable_percentage = each.value.update_percent
  }

  tags = var.tags

  # How many nodes there are is the autoscaler's to say, within the bounds. EKS cannot move a group to other subnets:
  # a zone more in the network would replace all nodes.
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [scaling_config[0].desired_size, subnet_ids]
  }

  depends_on = [
    aws_eks_addon.first,
    aws_iam_role_policy_attachment.node,
    aws_iam_role_policy_attachment.more,
    aws_kms_grant.volumes,
  ]
}

# A hop limit of 1 keeps the instance's role from pods: they have their own. Some agents need the metadata, though.
resource "aws_launch_template" "this" {
  for_each = var.node_groups

  name_prefix            = "${substr("${var.name}-${each.key}", 0, 98)}-"
  description            = "Nodes ${each.key} of ${var.name}."
  update_default_version = true
  user_data              = each.value.user_data == null ? null : base64encode(each.value.user_data)
  # With one of its own a node has none but these: pods and the control plane need the cluster's.
  vpc_security_group_ids = (
    length(each.value.security_group_ids) == 0 ? null :
    concat([aws_eks_cluster.this.vpc_config[0].cluster_security_group_id], each.value.security_group_ids)
  )

  block_device_mappings {
    device_name = local.disks[each.value.system]

    ebs {
      delete_on_termination = true
      encrypted             = true
      kms_key_id            = try(each.value.kms_key.arn, null)
      volume_size           = each.value.disk_gb
      volume_type           = "gp3"
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_put_response_hop_limit = coalesce(each.value.metadata_hops, local.metadata_hops)
    http_tokens                 = "required"
  }

  dynamic "tag_specifications" {
    for_each = ["instance", "volume"]

    content {
      resource_type = tag_specifications.value
      tags          = merge(var.tags, { Name = "${var.name}-${each.key}" })
    }
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

# Pods that a profile's namespaces and labels select run without nodes, each on its own.
resource "aws_eks_fargate_profile" "this" {
  for_each = var.fargate_profiles

  cluster_name           = aws_eks_cluster.this.name
  fargate_profile_name   = each.key
  pod_execution_role_arn = aws_iam_role.node["fargate"].arn
  subnet_ids             = local.subnet_ids

  dynamic "selector" {
    for_each = toset(each.value.namespaces)

    content {
      labels    = each.value.labels
      namespace = selector.value
    }
  }

  tags = var.tags

  # EKS cannot move a profile to other subnets: a zone more in the network would end all its pods.
  lifecycle {
    ignore_changes = [subnet_ids]
  }

  depends_on = [aws_iam_role_policy_attachment.more, aws_iam_role_policy_attachment.node]
}

resource "aws_iam_role" "node" {
  for_each = local.node_roles

  name_prefix          = "${substr("${var.name}-${each.key}", 0, 37)}-"
  assume_role_policy   = data.aws_iam_policy_document.trust[each.key == "fargate" ? "fargate" : "nodes"].json
  description          = "What pulls images and joins ${var.name}: ${each.key}."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = local.node_policies

  policy_arn = "arn:${split(":", aws_eks_cluster.this.arn)[1]}:iam::aws:policy/${each.value.policy}"
  role       = aws_iam_role.node[each.value.role].name
}

resource "aws_iam_role_policy_attachment" "more" {
  for_each = length(var.node_groups) > 0 ? var.node_policies : {}

  policy_arn = each.value
  role       = aws_iam_role.node["nodes"].name
}

# Auto Scaling makes encrypted volumes as itself: a role's policy does not reach it, a grant of the key does.
# https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
resource "aws_kms_grant" "volumes" {
  for_each = { for name, group in var.node_groups : name => group.kms_key if group.kms_key != null }

  name = "${var.name}-${each.key}-volumes"
  grantee_principal = replace(
    aws_iam_role.node["nodes"].arn,
    "/:role/.*/",
    ":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
  )
  key_id = each.value.arn
  operations = [
    "CreateGrant",
    "Decrypt",
    "DescribeKey",
    "Encrypt",
    "GenerateDataKeyWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
  ]
}
