locals {
  # By the forge: its issuer, the audience of its tokens, and what they call whom.
  # https://docs.github.com/en/actions/reference/security/oidc
  # https://docs.gitlab.com/ci/cloud_services/aws/
  github_url = "https://token.actions.githubusercontent.com"

  issuers = merge(
    { for forge in var.github[*] : "github" => { url = local.github_url, audience = "sts.amazonaws.com" } },
    { for forge in var.gitlab[*] : "gitlab" => { url = forge.url, audience = forge.url } },
  )

  provider_arns = merge(
    { for forge, provider in aws_iam_openid_connect_provider.this : forge => provider.arn },
    { for forge, provider in var.existing_providers : forge => provider.arn },
  )

  subjects = {
    for name, environment in var.environments : name => {
      plan = {
        github = var.github == null ? [] : [
          "repo:${var.github.repository}:pull_request",
          "repo:${var.github.repository}:ref:refs/heads/${environment.branch}",
        ]
        gitlab = var.gitlab == null ? [] : ["project_path:${var.gitlab.project}:ref_type:branch:ref:*"]
      }
      apply = {
        github = var.github == null ? [] : ["repo:${var.github.repository}:environment:${name}"]
        gitlab = var.gitlab == null ? [] : [
          "project_path:${var.gitlab.project}:ref_type:branch:ref:${environment.branch}",
        ]
      }
    }
  }

  roles = merge([
    for name, environment in var.environments : {
      for kind in ["apply", "plan"] : "${name}-${kind}" => { environment = name, kind = kind }
    }
  ]...)
}

# An account has one provider for an issuer.
resource "aws_iam_openid_connect_provider" "this" {
  for_each = { for forge, issuer in local.issuers : forge => issuer if !contains(keys(var.existing_providers), forge) }

  client_id_list = [each.value.audience]
  url            = each.value.url

  tags = var.tags
}

module "role" {
  source   = "../iam-role"
  for_each = local.roles

  name                 = "${var.name}-${each.key}"
  description          = "${each.value.kind == "apply" ? "Changes" : "Only plans"} ${each.value.environment}."
  permissions_boundary = var.permissions_boundary
  session_seconds      = var.session_seconds
  tags                 = var.tags

  web_identities = {
    for forge, issuer in local.issuers : forge => {
      audience = issuer.audience
      provider = { arn = local.provider_arns[forge] }
      subjects = local.subjects[each.value.environment][each.value.kind][forge]
    }
  }
}
