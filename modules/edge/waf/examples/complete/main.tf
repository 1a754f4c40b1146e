# The web ACL of a shop: few logins per address, no SQL in queries, no requests from where it does not sell.
module "key" {
  source = "../../../../operations/kms-key"

  name                 = "example-waf-complete"
  deletion_window_days = 7
  services             = ["cloudwatch", "logs", "sns"]
}

resource "aws_sns_topic" "alarms" {
  name              = "example-waf-complete"
  kms_master_key_id = module.key.arn
}

module "waf" {
  source = "../.."

  name              = "example-waf-complete"
  description       = "Load balancer of the shop."
  alarm_actions     = [aws_sns_topic.alarms.arn]
  alarm_blocked     = 500
  allowed_countries = ["AT", "CH", "DE"]
  allowed_ips       = ["198.51.100.0/24", "2001:db8:1::/48"]
  blocked_ips       = ["203.0.113.7/32"]

  log = {
    allowed        = true
    kms_key        = module.key
    redact_query   = true
    retention_days = 90
  }

  managed_rules = {
    AWSManagedRulesAmazonIpReputationList = {}
    AWSManagedRulesBotControlRuleSet      = { count_only = true, inspection_level = "COMMON" }
    # Uploads are larger than the 8 KB that the rule lets pass.
    AWSManagedRulesCommonRuleSet         = { count = ["SizeRestrictions_BODY"] }
    AWSManagedRulesKnownBadInputsRuleSet = {}
    AWSManagedRulesSQLiRuleSet           = { path = "/search" }
    # Forms of the back office look like attacks.
    AWSManagedRulesPHPRuleSet = { except_path = "/office/" }
  }

  rules = {
    admin = {
      priority = 1
      when = [{ part = "path", match = "starts", value = "/admin" },
      { part = "header:x-office", value = "1", not = true }]
    }
    agents = {
      priority = 2
      action   = "challenge"
      when     = [{ part = "header:user-agent", match = "regex", value = "(curl|wget)/[0-9]" }]
    }
    debug = { priority = 3, action = "count", when = [{ part = "query", match = "contains", value = "debug=1.5" }] }
    exports = { priority = 4, action = "captcha",
    when = [{ part = "method", value = "GET" }, { part = "path", match = "ends", value = ".csv" }] }
  }

  rate_limits = {
    all      = { requests = 2000 }
    login    = { requests = 20, path = "/login", window_seconds = 60 }
    partners = { count_only = true, forwarded_header = "X-Forwarded-For", path = "/partners/", requests = 500 }
  }

  tags = { Service = "edge" }
}

# A static site, for which everyone but the office is kept out.
module "office" {
  source = "../.."

  name              = "example-waf-complete-office"
  allowed_ips       = ["198.51.100.0/24"]
  blocked_countries = ["KP"]
  default_action    = "block"
  log               = null
  managed_rules     = {}
  rate_limits       = {}
}

output "office" {
  value = module.office
}

output "waf" {
  value = module.waf
}
