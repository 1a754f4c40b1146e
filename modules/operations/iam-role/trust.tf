data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}

locals {
  partition = data.aws_partition.this.partition

  # EC2 and Lambda name no account when they assume a role. Who may pass them the role decides.
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
  bound_services = [
    for caller in var.callers : caller.service
    if caller.service == null ? false : !contains(["ec2", "lambda"], caller.service)
  ]

  trusted = {
    for key, caller in var.callers : key => {
      type = caller.service != null ? "Service" : "AWS"
      identifier = try(coalesce(
        caller.service == null ? null : "${caller.service}.amazonaws.com",
        caller.account_id == null ? null : "arn:${local.partition}:iam::${caller.account_id}:root",
        caller.role_arn,
      ), "*")
      conditions = concat(
        caller.source_arn == null ? [] : [{ test = "ArnLike", variable = "aws:SourceArn", value = caller.source_arn }],
        !contains(local.bound_services, coalesce(caller.service, "-")) || caller.source_arn != null ? [] : [
          { test = "StringEquals", variable = "aws:SourceAccount", value = data.aws_caller_identity.this.account_id },
        ],
        caller.organization_id == null ? [] : [
          { test = "StringEquals", variable = "aws:PrincipalOrgID", value = caller.organization_id },
        ],
        caller.external_id == null ? [] : [
          { test = "StringEquals", variable = "sts:ExternalId", value = caller.external_id },
        ],
      )
    }
  }
}

data "aws_iam_policy_document" "trust" {
  dynamic "statement" {
    for_each = local.trusted

    content {
      # EKS tags the sessions of pods.
      actions = concat(
        ["sts:AssumeRole"],
        statement.value.identifier == "pods.eks.amazonaws.com" ? ["sts:TagSession"] : [],
      )

      principals {
        type        = statement.value.type
        identifiers = [statement.value.identifier]
      }

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = [condition.value.value]
        }
      }
    }
  }

  # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
  dynamic "statement" {
    for_each = var.web_identities

    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]

      principals {
        type        = "Federated"
        identifiers = [statement.value.provider.arn]
      }

      condition {
        test     = "StringEquals"
        variable = "${replace(statement.value.provider.arn, "/^.*:oidc-provider//", "")}:aud"
        values   = [statement.value.audience]
      }

      condition {
        test     = "StringLike"
        variable = "${replace(statement.value.provider.arn, "/^.*:oidc-provider//", "")}:sub"
        values   = statement.value.subjects
      }
    }
  }
}
