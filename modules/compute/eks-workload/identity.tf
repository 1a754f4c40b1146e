# What the code may do in AWS. Nodes have Pod Identity; Fargate has none, and there the cluster's issuer vouches for
# the pod.
locals {
  identity   = coalesce(var.identity, local.on_fargate ? "irsa" : "pod-identity")
  key_arns   = distinct([for source in var.secrets : source.kms_key.arn if source.kms_key != null])
  needs_role = length(var.grants) + length(var.secrets) > 0

  # The secrets' driver reads them as the pod.
  reading = [
    for statement in [
      {
        actions    = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
        resources  = distinct([for source in var.secrets : source.secret.arn if source.secret != null])
        conditions = []
      },
      {
        actions    = ["ssm:GetParameter", "ssm:GetParameters"]
        resources  = distinct([for source in var.secrets : source.parameter.arn if source.parameter != null])
        conditions = []
      },
      { actions = ["kms:Decrypt"], resources = local.key_arns, conditions = [] },
    ] : statement if length(statement.resources) > 0
  ]

  # Those with the same actions and conditions are one: nine tables with a key each outgrew the 10,240 characters of a
  # role's policies. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  statements = [
    for same in {
      for statement in flatten([var.grants, local.reading]) :
      jsonencode([statement.actions, statement.conditions]) => statement...
    } :

    { actions = same[0].actions, conditions = same[0].conditions, resources = flatten(same[*].resources) }
  ]

  trusts = {
    irsa = {
      actions   = ["sts:AssumeRoleWithWebIdentity"]
      principal = { type = "Federated", identifier = var.cluster.oidc_provider.arn }
      conditions = {
        "${var.cluster.oidc_provider.issuer}:aud" = "sts.amazonaws.com"
        "${var.cluster.oidc_provider.issuer}:sub" = "system:serviceaccount:${var.namespace}:${var.name}"
      }
    }
    pod-identity = {
      actions   = ["sts:AssumeRole", "sts:TagSession"]
      principal = { type = "Service", identifier = "pods.eks.amazonaws.com" }
      conditions = {
        "aws:RequestTag/kubernetes-namespace"       = var.namespace
        "aws:RequestTag/kubernetes-service-account" = var.name
        "aws:SourceAccount"                         = local.account
        "aws:SourceArn"                             = var.cluster.arn
      }
    }
  }
}

resource "aws_eks_pod_identity_association" "this" {
  count = local.needs_role && local.identity == "pod-identity" ? 1 : 0

  cluster_name    = var.cluster.name
  namespace       = var.namespace
  role_arn        = aws_iam_role.this[0].arn
  service_account = var.name

  tags = var.tags
}

resource "aws_iam_role" "this" {
  count = local.needs_role ? 1 : 0

  name_prefix          = "${substr(var.name, 0, 37)}-"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  description          = "What the code of ${var.name} may do."
  permissions_boundary = var.permissions_boundary

  tags = var.tags
}

resource "aws_iam_role_policy" "this" {
  count = local.needs_role ? 1 : 0

  name   = "pod"
  policy = data.aws_iam_policy_document.pod.json
  role   = aws_iam_role.this[0].name
}

# Only the one service account of the one cluster takes on the role.
# https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
data "aws_iam_policy_document" "trust" {
  statement {
    actions = local.trusts[local.identity].actions

    principals {
      type        = local.trusts[local.identity].principal.type
      identifiers = [local.trusts[local.identity].principal.identifier]
    }

    dynamic "condition" {
      for_each = [
        for variable, value in local.trusts[local.identity].conditions : { variable = variable, value = value }
      ]

      content {
        test     = "StringEquals"
        variable = condition.value.variable
        values   = [condition.value.value]
      }
    }
  }
}

data "aws_iam_policy_document" "pod" {
  dynamic "statement" {
    for_each = local.statements

    content {
      actions   = statement.value.actions
      resources = statement.value.resources

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}
