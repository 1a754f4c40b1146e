data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

locals {
  account   = data.aws_caller_identity.this.account_id
  partition = data.aws_partition.this.partition
  region    = data.aws_region.this.id

  auto       = var.auto_mode == null ? false : var.auto_mode.enabled
  subnet_ids = values(var.network.private_subnet_ids)

  # https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html
  cluster_policies = concat(
    ["AmazonEKSClusterPolicy"],
    local.auto ?
    [
      "AmazonEKSBlockStoragePolicy",
      "AmazonEKSComputePolicy",
      "AmazonEKSLoadBalancingPolicy",
      "AmazonEKSNetworkingPolicy",
    ] :
    [],
  )
}

# The principal that makes the cluster gets no access by that: `access` says who has access. Add-ons are this
# module's, never EKS's own.
resource "aws_eks_cluster" "this" {
  #checkov:skip=CKV_AWS_39: the endpoint is private unless the caller names CIDRs that may reach it
  #checkov:skip=CKV_AWS_58: without a key of the caller's, EKS encrypts with a key of its own
  #checkov:skip=CKV_AWS_339: which versions EKS supports changes with time; it refuses the others
  name                          = var.name
  bootstrap_self_managed_addons = false
  enabled_cluster_log_types     = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
  role_arn                      = aws_iam_role.cluster.arn
  version                       = var.kubernetes_version

  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = false
  }

  dynamic "compute_config" {
    for_each = var.auto_mode == null ? [] : [var.auto_mode]

    content {
      enabled    = compute_config.value.enabled
      node_pools = compute_config.value.enabled ? compute_config.value.node_pools : null
      # EKS takes a role only together with pools.
      node_role_arn = length(compute_config.value.node_pools) == 0 ? null : try(aws_iam_role.node["auto"].arn, null)
    }
  }

  dynamic "encryption_config" {
    for_each = var.kms_key == null ? [] : [var.kms_key]

    content {
      resources = ["secrets"]

      provider {
        key_arn = encryption_config.value.arn
      }
    }
  }

  kubernetes_network_config {
    service_ipv4_cidr = var.service_cidr

    dynamic "elastic_load_balancing" {
      for_each = var.auto_mode == null ? [] : [var.auto_mode]

      content {
        enabled = elastic_load_balancing.value.enabled
      }
    }
  }

  dynamic "storage_config" {
    for_each = var.auto_mode == null ? [] : [var.auto_mode]

    content {
      block_storage {
        enabled = storage_config.value.enabled
      }
    }
  }

  upgrade_policy {
    support_type = upper(var.support)
  }

  vpc_config {
    endpoint_private_access = true
    endpoint_public_access  = length(var.public_cidrs) > 0
    public_access_cidrs     = length(var.public_cidrs) > 0 ? var.public_cidrs : null
    security_group_ids      = [aws_security_group.this.id]
    subnet_ids              = local.subnet_ids
  }

  zonal_shift_config {
    enabled = var.zonal_shift
  }

  tags = var.tags

  lifecycle {
    # Of a cluster that was made elsewhere and imported, they say how it began, and another value would replace it.
    ignore_changes = [access_config[0].bootstrap_cluster_creator_admin_permissions, bootstrap_self_managed_addons]

    precondition {
      condition = !local.fargate_only || local.fargate_dns || !contains(local.addon_names, "coredns")
      error_message = join(" ", [
        "fargate_profiles (${join(", ", keys(var.fargate_profiles))}) select no pods of kube-system, and there",
        "are no node_groups: CoreDNS would run nowhere, write namespaces = [\"kube-system\"] in one of them.",
      ])
    }
  }

  # EKS needs the role's permissions to clean up too, and would make a log group without retention.
  depends_on = [
    aws_cloudwatch_log_group.this,
    aws_iam_role_policy.key,
    aws_iam_role_policy_attachment.cluster,
  ]
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158: without a key of the caller's, CloudWatch Logs encrypts with a key of its own
  #checkov:skip=CKV_AWS_338: kept for a year unless the caller chooses otherwise
  name              = "/aws/eks/${var.name}/cluster"
  kms_key_id        = try(var.log.kms_key.arn, null)
  retention_in_days = var.log.retention_days

  tags = var.tags
}

resource "aws_iam_role" "cluster" {
  name_prefix          = "${substr(var.name, 0, 29)}-cluster-"
  assume_role_policy   = data.aws_iam_policy_document.trust["cluster"].json
  description          = "What EKS does for the cluster ${var.name}."
  permissions_boundary = var.permissions_boundary

  tags = var.tags

  # An imported role keeps its name: another one would replace the cluster.
  lifecycle {
    ignore_changes = [name, name_prefix]
  }
}

resource "aws_iam_role_policy_attachment" "cluster" {
  for_each = toset(local.cluster_policies)

  policy_arn = "arn:${split(":", aws_iam_role.cluster.arn)[1]}:iam::aws:policy/${each.value}"
  role       = aws_iam_role.cluster.name
}

resource "aws_iam_role_policy" "key" {
  count = var.kms_key == null ? 0 : 1

  name   = "key"
  policy = data.aws_iam_policy_document.key[0].json
  role   = aws_iam_role.cluster.name
}

# https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
data "aws_iam_policy_document" "key" {
  count = var.kms_key == null ? 0 : 1

  statement {
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"]
    resources = [var.kms_key.arn]
  }
}

# Who takes on which role. Only EKS itself tags its sessions (Auto Mode), and Pod Identity those of pods.
data "aws_iam_policy_document" "trust" {
  for_each = {
    cluster = {
      service = "eks"
      actions = local.auto ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"]
      source  = null
    }
    fargate = { service = "eks-fargate-pods", actions = ["sts:AssumeRole"], source = "fargateprofile/${var.name}/*" }
    nodes   = { service = "ec2", actions = ["sts:AssumeRole"], source = null }
    pods    = { service = "pods.eks", actions = ["sts:AssumeRole", "sts:TagSession"], source = "cluster/${var.name}" }
  }

  statement {
    actions = each.value.actions

    principals {
      type        = "Service"
      identifiers = ["${each.value.service}.amazonaws.com"]
    }

    dynamic "condition" {
      for_each = each.value.source == null ? {} : {
        ArnLike = {
          variable = "aws:SourceArn"
          value    = "arn:${local.partition}:eks:${local.region}:${local.account}:${each.value.source}"
        }
        StringEquals = { variable = "aws:SourceAccount", value = local.account }
      }

      content {
        test     = condition.key
        variable = condition.value.variable
        values   = [condition.value.value]
      }
    }
  }
}

# IAM trusts what the cluster's issuer signs: how pods on Fargate take on roles, which have no Pod Identity.
resource "aws_iam_openid_connect_provider" "this" {
  client_id_list = ["sts.amazonaws.com"]
  url            = aws_eks_cluster.this.identity[0].oidc[0].issuer

  tags = merge(var.tags, { Name = var.name })
}
