resource "aws_guardduty_detector" "this" {
  count = var.guardduty == null ? 0 : 1

  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"

  tags = var.tags
}

resource "aws_guardduty_detector_feature" "this" {
  for_each = var.guardduty == null ? {} : {
    EBS_MALWARE_PROTECTION = var.guardduty.malware
    EKS_AUDIT_LOGS         = var.guardduty.kubernetes
    LAMBDA_NETWORK_LOGS    = var.guardduty.functions
    RDS_LOGIN_EVENTS       = var.guardduty.databases
    S3_DATA_EVENTS         = var.guardduty.objects
  }

  detector_id = aws_guardduty_detector.this[0].id
  name        = each.key
  status      = each.value ? "ENABLED" : "DISABLED"
}

resource "aws_guardduty_organization_configuration" "this" {
  count = var.guardduty != null && local.organization ? 1 : 0

  auto_enable_organization_members = "ALL"
  detector_id                      = aws_guardduty_detector.this[0].id
}

resource "aws_securityhub_account" "this" {
  count = var.security_hub == null ? 0 : 1

  control_finding_generator = "SECURITY_CONTROL"
  enable_default_standards  = false
}

resource "aws_securityhub_standards_subscription" "this" {
  for_each = var.security_hub == null ? toset([]) : var.security_hub.standards

  # Of the hub's region: arn:aws:securityhub:eu-west-1::standards/….
  standards_arn = "${join(":", slice(split(":", aws_securityhub_account.this[0].arn), 0, 4))}::standards/${each.key}"
}

resource "aws_securityhub_organization_configuration" "this" {
  count = var.security_hub != null && local.organization ? 1 : 0

  auto_enable           = true
  auto_enable_standards = "DEFAULT"

  depends_on = [aws_securityhub_account.this]
}

resource "aws_accessanalyzer_analyzer" "this" {
  for_each = var.access_analyzer == null ? {} : merge(
    { external = "" },
    var.access_analyzer.unused_days == null ? {} : { unused = "_UNUSED_ACCESS" },
  )

  analyzer_name = "${var.name}-${each.key}"
  type          = "${local.organization ? "ORGANIZATION" : "ACCOUNT"}${each.value}"

  dynamic "configuration" {
    for_each = each.key == "unused" ? [var.access_analyzer.unused_days] : []

    content {
      unused_access {
        unused_access_age = configuration.value
      }
    }
  }

  tags = var.tags
}

# Findings that somebody has to look at now, of GuardDuty (severity 7 and more) and of Security Hub.
# https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
resource "aws_cloudwatch_event_rule" "findings" {
  for_each = {
    for name, pattern in local.finding_patterns : name => pattern if length(var.alarm_actions) > 0
  }

  name          = "${var.name}-${each.key}"
  description   = "Findings of high severity."
  event_pattern = each.value

  tags = var.tags
}

resource "aws_cloudwatch_event_target" "findings" {
  #checkov:skip=PLATFORM_DEAD_LETTERS: what is not delivered is still listed by GuardDuty or Security Hub
  for_each = {
    for pair in setproduct(keys(local.finding_patterns), range(length(var.alarm_actions))) :
    "${pair[0]}-${pair[1]}" => { rule = pair[0], action = pair[1] }
  }

  arn  = var.alarm_actions[each.value.action]
  rule = aws_cloudwatch_event_rule.findings[each.value.rule].name
}

locals {
  finding_patterns = {
    guardduty = jsonencode({
      source      = ["aws.guardduty"]
      detail-type = ["GuardDuty Finding"]
      detail      = { severity = [{ numeric = [">=", 7] }] }
    })
    security-hub = jsonencode({
      source      = ["aws.securityhub"]
      detail-type = ["Security Hub Findings - Imported"]
      detail = {
        findings = { Severity = { Label = ["CRITICAL", "HIGH"] }, Workflow = { Status = ["NEW"] } }
      }
    })
  }
}
