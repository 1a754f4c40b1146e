resource "aws_cognito_user_pool" "this" {
  name                     = "complete"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  mfa_configuration        = "OPTIONAL"
  deletion_protection      = "INACTIVE"
  user_pool_tier           = "PLUS"
  software_token_mfa_configuration {
    enabled = true
  }
  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }
  admin_create_user_config {
    allow_admin_create_user_only = false
    invite_message_template {
      email_message = "Dear {username}, {####}."
      email_subject = "Welcome"
      sms_message   = "{username} {####}"
    }
  }
  device_configuration {
    challenge_required_on_new_device      = true
    device_only_remembered_on_user_prompt = true
  }
  email_configuration {
    email_sending_account = "COGNITO_DEFAULT"
  }
  password_policy {
    minimum_length                   = 10
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = true
    require_uppercase                = true
    temporary_password_validity_days = 7
  }
  schema {
    name                     = "tenant"
    attribute_data_type      = "String"
    mutable                  = true
    developer_only_attribute = false
    required                 = false
    string_attribute_constraints {
      min_length = 1
      max_length = 256
    }
  }
  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }
  user_pool_add_ons {
    advanced_security_mode = "ENFORCED"
  }
  username_configuration {
    case_sensitive = false
  }
  verification_message_template {
    default_email_option = "CONFIRM_WITH_CODE"
    email_subject        = "Code"
    email_message        = "{####}"
  }
}
resource "aws_cognito_user_pool_client" "this" {
  name                                 = "web"
  user_pool_id                         = aws_cognito_user_pool.this.id
  generate_secret                      = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_scopes                 = ["openid", "email", "api/read"]
  callback_urls                        = ["https://example.com/callback"]
  logout_urls                          = ["https://example.com/logout"]
  supported_identity_providers         = ["COGNITO", aws_cognito_identity_provider.oidc.provider_name]
  explicit_auth_flows                  = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  access_token_validity                = 60
  id_token_validity                    = 60
  refresh_token_validity               = 30
  enable_token_revocation              = true
  prevent_user_existence_errors        = "ENABLED"
  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }
  depends_on = [aws_cognito_resource_server.this]
}
resource "aws_cognito_resource_server" "this" {
  identifier   = "api"
  name         = "api"
  user_pool_id = aws_cognito_user_pool.this.id
  scope {
    scope_name        = "read"
    scope_description = "Read"
  }
}
resource "aws_cognito_identity_provider" "oidc" {
  user_pool_id  = aws_cognito_user_pool.this.id
  provider_name = "Google"
  provider_type = "Google"
  provider_details = {
    authorize_scopes = "email"
    client_id        = "id"
    client_secret    = "secret"
  }
  attribute_mapping = { email = "email", username = "sub" }
  lifecycle {
    ignore_changes = [provider_details]
  }
}
resource "aws_cognito_user_pool_domain" "this" {
  domain       = "complete-domain"
  user_pool_id = aws_cognito_user_pool.this.id
}
resource "aws_cognito_user_group" "this" {
  name         = "admins"
  user_pool_id = aws_cognito_user_pool.this.id
  precedence   = 42
  role_arn     = aws_iam_role.this.arn
}
resource "aws_cognito_user" "this" {
  user_pool_id = aws_cognito_user_pool.this.id
  username     = "me@example.com"
  attributes   = { email = "me@example.com", email_verified = true }
}
resource "aws_cognito_user_in_group" "this" {
  user_pool_id = aws_cognito_user_pool.this.id
  group_name   = aws_cognito_user_group.this.name
  username     = aws_cognito_user.this.username
}
resource "aws_cognito_user_pool_ui_customization" "this" {
  user_pool_id = aws_cognito_user_pool_domain.this.user_pool_id
  css          = ".label-customizable {font-weight: 400;}"
}
resource "aws_cognito_risk_configuration" "this" {
  user_pool_id = aws_cognito_user_pool.this.id
  risk_exception_configuration {
    blocked_ip_range_list = ["10.10.10.10/32"]
  }
}
resource "aws_cloudwatch_log_group" "this" {
  name = "/cognito"
}
resource "aws_cognito_identity_pool" "this" {
  identity_pool_name               = "complete"
  allow_unauthenticated_identities = false
  allow_classic_flow               = false
  cognito_identity_providers {
    client_id               = aws_cognito_user_pool_client.this.id
    provider_name           = aws_cognito_user_pool.this.endpoint
    server_side_token_check = false
  }
}
resource "aws_iam_role" "this" {
  name = "cognito"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "cognito-identity.amazonaws.com" }
    }]
  })
}
resource "aws_cognito_identity_pool_roles_attachment" "this" {
  identity_pool_id = aws_cognito_identity_pool.this.id
  roles            = { authenticated = aws_iam_role.this.arn }
}
data "aws_cognito_user_pools" "this" {
  name       = "complete"
  depends_on = [aws_cognito_user_pool.this]
}
data "aws_cognito_user_pool_clients" "this" {
  user_pool_id = aws_cognito_user_pool.this.id
}
data "aws_cognito_user_pool" "this" {
  user_pool_id = aws_cognito_user_pool.this.id
}
