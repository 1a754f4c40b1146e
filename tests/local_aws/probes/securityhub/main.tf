data "aws_region" "current" {}

resource "aws_securityhub_account" "this" {
  enable_default_standards  = false
  control_finding_generator = "SECURITY_CONTROL"
}

resource "aws_securityhub_standards_subscription" "this" {
  standards_arn = "arn:aws:securityhub:${data.aws_region.current.id}::standards/aws-foundational-security-best-practices/v/1.0.0"

  depends_on = [aws_securityhub_account.this]
}

resource "aws_securityhub_finding_aggregator" "this" {
  linking_mode      = "SPECIFIED_REGIONS"
  specified_regions = ["eu-central-1"]

  depends_on = [aws_securityhub_account.this]
}

resource "aws_securityhub_action_target" "this" {
  name        = "Ask the team"
  identifier  = "AskTheTeam"
  description = "sends the finding to the team"

  depends_on = [aws_securityhub_account.this]
}

resource "aws_securityhub_insight" "this" {
  name               = "probe"
  group_by_attribute = "ResourceId"

  filters {
    severity_label {
      comparison = "EQUALS"
      value      = "CRITICAL"
    }
  }

  depends_on = [aws_securityhub_account.this]
}

resource "aws_securityhub_organization_configuration" "this" {
  auto_enable = true

  depends_on = [aws_securityhub_account.this]
}
