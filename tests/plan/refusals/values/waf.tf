module "waf" {
  source = "../../../../modules/edge/waf"

  # name is "shop.edge": write 1 to 110 letters
  name = "shop.edge"
  # alarm_blocked is -1: write 0 requests or more
  alarm_blocked = -1
  # allowed_countries holds ["Germany"]: write codes of ISO 3166
  allowed_countries = ["Germany"]
  # allowed_ips holds ["203.0.113.7"]: write ranges
  allowed_ips = ["203.0.113.7"]
  # blocked_ips holds ["0.0.0.0/0"]: write ranges
  blocked_ips = ["0.0.0.0/0"]
  # default_action is "count": write "allow" or "block"
  default_action = "count"
  # log.retention_days is 31: write a number CloudWatch Logs knows
  # log.redacted_headers is ["Authorization"]: write names of headers in lower case
  log = { redacted_headers = ["Authorization"], retention_days = 31 }
  # managed_rules holds AWSManagedRulesATPRuleSet, AWSManagedRulesBotControlRuleSet: write groups as AWS calls them
  # managed_rules has the inspection levels {}: write "COMMON" or "TARGETED"
  managed_rules = { AWSManagedRulesATPRuleSet = {}, AWSManagedRulesBotControlRuleSet = {} }
  # rate_limits holds "all logins": write up to 100 names
  # rate_limits allows 5 requests for all logins: write 10 to 2000000000
  # rate_limits counts within 90 seconds for all logins: write 60, 120, 300 or 600
  # rate_limits has the paths ["login"]: write how they begin
  rate_limits = { "all logins" = { path = "login", requests = 5, window_seconds = 90 } }
  # scope is "GLOBAL": write "REGIONAL" or "CLOUDFRONT"
  scope = "GLOBAL"
}

module "waf_blocked" {
  source = "../../../../modules/edge/waf"

  name = "refusals"
  # blocked_countries holds ["kp"]: write codes of ISO 3166
  blocked_countries = ["kp"]
}
