data "aws_caller_identity" "this" {}
resource "aws_iam_account_alias" "this" {
  account_alias = "my-account"
}
resource "aws_iam_account_password_policy" "this" {
  minimum_password_length        = 14
  require_lowercase_characters   = true
  require_numbers                = true
  require_uppercase_characters   = true
  require_symbols                = true
  allow_users_to_change_password = true
  max_password_age               = 90
  password_reuse_prevention      = 24
  hard_expiry                    = false
}
data "aws_iam_policy_document" "this" {
  statement {
    sid       = "one"
    actions   = ["s3:ListAllMyBuckets", "s3:GetBucketLocation"]
    resources = ["arn:aws:s3:::*"]
  }
  statement {
    effect      = "Deny"
    not_actions = ["iam:*"]
    resources   = ["*"]
    condition {
      test     = "BoolIfExists"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["false"]
    }
  }
}
resource "aws_iam_policy" "this" {
  name        = "complete"
  path        = "/team/"
  description = "A policy."
  policy      = data.aws_iam_policy_document.this.json
}
resource "aws_iam_user" "this" {
  name                 = "bob"
  path                 = "/team/"
  force_destroy        = true
  permissions_boundary = aws_iam_policy.this.arn
}
resource "aws_iam_user_login_profile" "this" {
  user                    = aws_iam_user.this.name
  password_reset_required = true
}
resource "aws_iam_access_key" "this" {
  user = aws_iam_user.this.name
}
resource "aws_iam_user_policy" "this" {
  name   = "inline"
  user   = aws_iam_user.this.name
  policy = data.aws_iam_policy_document.this.json
}
resource "aws_iam_user_policy_attachment" "this" {
  user       = aws_iam_user.this.name
  policy_arn = aws_iam_policy.this.arn
}
resource "aws_iam_group" "this" {
  name = "admins"
  path = "/team/"
}
resource "aws_iam_group_membership" "this" {
  name  = "admins"
  group = aws_iam_group.this.name
  users = [aws_iam_user.this.name]
}
resource "aws_iam_group_policy_attachment" "this" {
  group      = aws_iam_group.this.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
resource "aws_iam_group_policy" "this" {
  group  = aws_iam_group.this.name
  policy = data.aws_iam_policy_document.this.json
}
resource "aws_iam_group" "second" {
  name = "second"
}
resource "aws_iam_user_group_membership" "this" {
  user   = aws_iam_user.second.name
  groups = [aws_iam_group.second.name]
}
resource "aws_iam_user" "second" {
  name = "alice"
}
resource "aws_iam_openid_connect_provider" "github" {
  url             = "https://token.actions.githubusercontent.com"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["6938fd4d98bab03faadb97b34396831e3780aea1"]
}
resource "aws_iam_role" "github" {
  name                  = "github"
  description           = "CI"
  max_session_duration  = 7200
  force_detach_policies = true
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = {
      Federated = aws_iam_openid_connect_provider.github.arn
    }
    Condition = {
      StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
      StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:org/repo:*" }
    }
  }] })
}
resource "aws_iam_role_policies_exclusive" "this" {
  role_name    = aws_iam_role.github.name
  policy_names = []
}
resource "aws_iam_role_policy_attachments_exclusive" "this" {
  role_name   = aws_iam_role.github.name
  policy_arns = [aws_iam_policy.this.arn]
}
resource "aws_iam_policy_attachment" "this" {
  name       = "readers"
  users      = [aws_iam_user.second.name]
  policy_arn = aws_iam_policy.other.arn
}
resource "aws_iam_policy" "other" {
  name   = "other"
  policy = data.aws_iam_policy_document.this.json
}
resource "aws_iam_saml_provider" "this" {
  name = "idp"
  saml_metadata_document = join(" ", [
    "<?xml version=\"1.0\"?><md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\"",
    "entityID=\"https://idp.example.com/saml\"><md:IDPSSODescriptor",
    "protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">${join(
      "",
      [
        for i in range(100) :
        "<md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>"
      ]
    )}<md:SingleSignOnService",
    "Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\"",
    "Location=\"https://idp.example.com/sso\"/></md:IDPSSODescriptor></md:EntityDescriptor>",
  ])
}
resource "aws_iam_service_linked_role" "this" {
  aws_service_name = "elasticbeanstalk.amazonaws.com"
}
resource "aws_iam_service_specific_credential" "this" {
  service_name = "codecommit.amazonaws.com"
  user_name    = aws_iam_user.second.name
}
data "aws_iam_role" "github" {
  name = aws_iam_role.github.name
}
data "aws_iam_roles" "all" {
  name_regex = "git.*"
  depends_on = [aws_iam_role.github]
}
data "aws_iam_user" "this" {
  user_name = aws_iam_user.this.name
}
data "aws_iam_users" "all" {}
data "aws_iam_group" "this" {
  group_name = aws_iam_group.this.name
}
data "aws_iam_account_alias" "this" {
  depends_on = [aws_iam_account_alias.this]
}
data "aws_iam_principal_policy_simulation" "this" {
  action_names      = ["s3:ListAllMyBuckets"]
  policy_source_arn = aws_iam_user.second.arn
  resource_arns     = ["arn:aws:s3:::assets"]
  depends_on        = [aws_iam_user_group_membership.this]
}
data "aws_iam_openid_connect_provider" "this" {
  arn = aws_iam_openid_connect_provider.github.arn
}
