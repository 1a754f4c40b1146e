resource "aws_appconfig_application" "this" {
  name = "app"
}
resource "aws_appconfig_environment" "this" {
  name           = "prod"
  application_id = aws_appconfig_application.this.id
}
resource "aws_appconfig_configuration_profile" "this" {
  application_id = aws_appconfig_application.this.id
  name           = "flags"
  location_uri   = "hosted"
  type           = "AWS.AppConfig.FeatureFlags"
}
resource "aws_appconfig_deployment_strategy" "this" {
  name                           = "fast"
  deployment_duration_in_minutes = 0
  growth_factor                  = 100
  replicate_to                   = "NONE"
}
resource "aws_appconfig_hosted_configuration_version" "this" {
  application_id           = aws_appconfig_application.this.id
  configuration_profile_id = aws_appconfig_configuration_profile.this.configuration_profile_id
  content_type             = "application/json"
  content = jsonencode({
    flags   = { a = { name = "a" } }
    values  = { a = { enabled = true } }
    version = "1"
  })
}
resource "aws_appconfig_deployment" "this" {
  application_id           = aws_appconfig_application.this.id
  configuration_profile_id = aws_appconfig_configuration_profile.this.configuration_profile_id
  configuration_version    = aws_appconfig_hosted_configuration_version.this.version_number
  deployment_strategy_id   = aws_appconfig_deployment_strategy.this.id
  environment_id           = aws_appconfig_environment.this.environment_id
}
