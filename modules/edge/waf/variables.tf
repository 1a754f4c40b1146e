variable "name" {
  description = "Name of the web ACL. Cannot be changed later: a change replaces it."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,110}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 110 letters, digits, \"_\" or \"-\", for example",
      "\"shop-prod-edge\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the web ACL, its address sets, log group and alarm."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = length(var.tags) <= 50 && alltrue([
      for key, value in var.tags :
      key != "" && length(key) <= 128 && try(length(value) <= 256, false) && !startswith(lower(key), "aws:")
    ]) && can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$", join("", concat(keys(var.tags), values(var.tags)))))
    error_message = join(" ", [
      "tags holds ${length(var.tags)}, ${jsonencode(var.tags)}: write at most 50, keys of 1 to 128 characters that",
      "do not begin with \"aws:\" and values of up to 256, both of letters, digits, spaces and \"_.:/=+@-\".",
    ])
  }
}

variable "alarm_actions" {
  description = <<-EOT
    ARNs to notify when many requests are blocked, usually one SNS topic. Without any, there is no alarm.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length(var.alarm_actions) <= 5 && alltrue([
      for action in var.alarm_actions : can(regex("^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$", action))
    ])
    error_message = "alarm_actions is ${jsonencode(var.alarm_actions)}: write up to 5 ARNs, usually of one SNS topic."
  }
}

variable "alarm_blocked" {
  description = "Requests blocked within five minutes that raise the alarm when there are more."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.alarm_blocked >= 0
    error_message = "alarm_blocked is ${var.alarm_blocked}: write 0 requests or more."
  }
}

variable "allowed_countries" {
  description = <<-EOT
    Countries, by their two letters, from which requests come; those of all others are blocked.
    Addresses in `allowed_ips` may be anywhere.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for country in var.allowed_countries : contains(local.country_codes, country)])
    error_message = join(" ", [
      "allowed_countries holds ${jsonencode(var.allowed_countries)}: write codes of ISO 3166, for example",
      "\"DE\".",
    ])
  }
}

variable "allowed_ips" {
  description = <<-EOT
    IPv4 and IPv6 ranges whose requests are allowed before any other rule is evaluated.
    With `default_action = "block"`, all others are blocked.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  # WAF has no range of everything. https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html
  validation {
    condition = alltrue([for range in var.allowed_ips : can(cidrhost(range, 0)) && !endswith(range, "/0")])
    error_message = join(" ", [
      "allowed_ips holds ${jsonencode(var.allowed_ips)}: write ranges such as \"203.0.113.0/24\", or",
      "\"203.0.113.7/32\" for one address.",
    ])
  }
}

variable "blocked_countries" {
  description = "Countries, by their two letters, whose requests are blocked."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for country in var.blocked_countries : contains(local.country_codes, country)])
    error_message = join(" ", [
      "blocked_countries holds ${jsonencode(var.blocked_countries)}: write codes of ISO 3166, for example",
      "\"DE\".",
    ])
  }

  validation {
    condition = length(var.blocked_countries) == 0 || length(var.allowed_countries) == 0
    error_message = join(" ", [
      "blocked_countries and allowed_countries are both set: write one of them, since what is not allowed is",
      "blocked.",
    ])
  }
}

variable "blocked_ips" {
  description = "IPv4 and IPv6 ranges whose requests are blocked."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for range in var.blocked_ips : can(cidrhost(range, 0)) && !endswith(range, "/0")])
    error_message = join(" ", [
      "blocked_ips holds ${jsonencode(var.blocked_ips)}: write ranges such as \"203.0.113.0/24\", or",
      "\"203.0.113.7/32\" for one address.",
    ])
  }
}

variable "default_action" {
  description = "What becomes of a request that no rule decides on: `allow` or `block`."
  type        = string
  default     = "allow"
  nullable    = false

  validation {
    condition     = contains(["allow", "block"], var.default_action)
    error_message = "default_action is \"${var.default_action}\": write \"allow\" or \"block\"."
  }
}

variable "description" {
  description = "What the web ACL protects."
  type        = string
  default     = null

  validation {
    condition = (
      var.description == null || can(regex("^[\\w+=:#@/,.-][\\w+=:#@/,.\\s-]{1,254}[\\w+=:#@/,.-]$", var.description))
    )
    error_message = join(" ", [
      "description is ${jsonencode(var.description)}: write 3 to 256 letters, digits, spaces",
      "and \"_+=:#@/,.-\".",
    ])
  }
}

variable "log" {
  description = <<-EOT
    Requests that were blocked or counted, and with `allowed` all others too: for how many days they are kept, the
    key that encrypts them, which must list `logs` in its `services`, and what is left out of them:
    `redacted_headers`, and with `redact_query` the query. null logs nothing.
  EOT
  type = object({
    allowed          = optional(bool, false)
    kms_key          = optional(object({ arn = string }))
    redact_query     = optional(bool, false)
    redacted_headers = optional(list(string), ["authorization", "cookie"])
    retention_days   = optional(number, 30)
  })
  default = {}

  validation {
    condition = (
      var.log == null ? true :
      contains(
        [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
        var.log.retention_days
      )
    )
    error_message = join(" ", [
      "log.retention_days is ${try(var.log.retention_days, 0)}: write a number CloudWatch Logs knows, such as",
      "7, 30, 90, 365 or 400, or 0 to keep them for ever.",
    ])
  }

  validation {
    condition = (
      var.log == null ? true : alltrue([for header in var.log.redacted_headers : can(regex("^[a-z0-9_-]+$", header))])
    )
    error_message = join(" ", [
      "log.redacted_headers is ${jsonencode(try(var.log.redacted_headers, []))}: write names of headers in",
      "lower case, for example \"authorization\".",
    ])
  }

  validation {
    condition = try(var.log.kms_key, null) == null || can(
      regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.log.kms_key.arn)
    )
    error_message = join(" ", [
      "log.kms_key is ${jsonencode(try(var.log.kms_key, null))}:",
      "write the ARN of a key, arn:aws:kms:…:key/…, not of an alias.",
    ])
  }
}

variable "managed_rules" {
  description = <<-EOT
    Groups of rules that AWS or a `vendor` keeps, by their names.
    Of a group, the rules named in `count` only count what they find, and with `count_only` all of them.
    Without a `version` it is the vendor's current one.
    `AWSManagedRulesBotControlRuleSet` takes an `inspection_level`: `COMMON` or `TARGETED`.
    A group looks only at requests whose path begins with `path`, or only at others than those of `except_path`.
  EOT
  type = map(object({
    count            = optional(list(string), [])
    count_only       = optional(bool, false)
    except_path      = optional(string)
    inspection_level = optional(string)
    path             = optional(string)
    vendor           = optional(string, "AWS")
    version          = optional(string)
  }))
  default = {
    AWSManagedRulesAmazonIpReputationList = {}
    AWSManagedRulesCommonRuleSet          = {}
    AWSManagedRulesKnownBadInputsRuleSet  = {}
  }
  nullable = false

  # https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
  validation {
    condition = alltrue([for group, rules in var.managed_rules : rules.vendor != "AWS" || contains([
      "AWSManagedRulesAdminProtectionRuleSet",
      "AWSManagedRulesAmazonIpReputationList",
      "AWSManagedRulesAnonymousIpList",
      "AWSManagedRulesBotControlRuleSet",
      "AWSManagedRulesCommonRuleSet",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesLinuxRuleSet",
      "AWSManagedRulesPHPRuleSet",
      "AWSManagedRulesSQLiRuleSet",
      "AWSManagedRulesUnixRuleSet",
      "AWSManagedRulesWindowsRuleSet",
      "AWSManagedRulesWordPressRuleSet",
    ], group)])
    error_message = join(" ", [
      "managed_rules holds ${join(", ", keys(var.managed_rules))}: write groups as AWS calls them, such as",
      "AWSManagedRulesSQLiRuleSet, or name their vendor. Those against fraud need to know your login page and",
      "are not taken.",
    ])
  }

  validation {
    condition = alltrue([
      for group, rules in var.managed_rules :
      (group == "AWSManagedRulesBotControlRuleSet") == try(
        contains(["COMMON", "TARGETED"], rules.inspection_level),
        false
      )
    ])
    error_message = join(" ", [
      "managed_rules has the inspection levels",
      "${jsonencode({
        for group, rules in var.managed_rules :
        group => rules.inspection_level if rules.inspection_level != null
      })}:",
      "write \"COMMON\" or \"TARGETED\" for AWSManagedRulesBotControlRuleSet, and none for other groups.",
    ])
  }

  validation {
    condition = alltrue([
      for rules in var.managed_rules : (rules.path == null || rules.except_path == null) && alltrue([
        for path in [rules.path, rules.except_path] : path == null ? true : can(regex("^/.{0,199}$", path))
      ])
    ])
    error_message = join(" ", [
      "managed_rules has the paths",
      "${jsonencode([for rules in var.managed_rules : [rules.path, rules.except_path]])}: write",
      "one of path and except_path, as it begins, from \"/\" on, for example \"/admin\".",
    ])
  }
}

variable "rate_limits" {
  description = <<-EOT
    How many `requests` one address may send within `window_seconds`, by a name of your choice: to paths that
    begin with `path`, or to all.
    What is more is blocked, or with `count_only` only counted.
    Behind a proxy or a CDN the caller's address is in a `forwarded_header`, such as `X-Forwarded-For`.
  EOT
  type = map(object({
    requests         = number
    count_only       = optional(bool, false)
    forwarded_header = optional(string)
    path             = optional(string)
    window_seconds   = optional(number, 300)
  }))
  default  = { all = { requests = 2000 } }
  nullable = false

  validation {
    condition = (
      alltrue([for name in keys(var.rate_limits) : can(regex("^[a-zA-Z0-9_-]{1,100}$", name))]) &&
      length(var.rate_limits) <= 100
    )
    error_message = join(" ", [
      "rate_limits holds ${join(", ", [for name in keys(var.rate_limits) : "\"${name}\""])}: write up to 100",
      "names of letters, digits, \"_\" or \"-\".",
    ])
  }

  # https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-high-level-settings.html
  validation {
    condition = alltrue([for limit in var.rate_limits : limit.requests >= 10 && limit.requests <= 2000000000])
    error_message = join(" ", [
      "rate_limits allows",
      "${join(", ", [for name, limit in var.rate_limits : "${limit.requests} requests for ${name}"])}: write 10",
      "to 2000000000.",
    ])
  }

  validation {
    condition = alltrue([for limit in var.rate_limits : contains([60, 120, 300, 600], limit.window_seconds)])
    error_message = join(" ", [
      "rate_limits counts within",
      "${join(", ", [for name, limit in var.rate_limits : "${limit.window_seconds} seconds for ${name}"])}:",
      "write 60, 120, 300 or 600.",
    ])
  }

  validation {
    condition = alltrue([
      for limit in var.rate_limits : limit.path == null ? true : can(regex("^/.{0,199}$", limit.path))
    ])
    error_message = join(" ", [
      "rate_limits has the paths",
      "${jsonencode([for limit in var.rate_limits : limit.path if limit.path != null])}: write how they begin,",
      "from \"/\" on, for example \"/login\".",
    ])
  }
}

variable "rule_groups" {
  description = <<-EOT
    Rule groups that exist already, by a name of your choice: their `arn`, of this `scope`. Evaluated last. With
    `count_only` all of their rules only count what they find.
  EOT
  type = map(object({
    arn        = string
    count_only = optional(bool, false)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for group in var.rule_groups :
      can(regex("^arn:[^:]+:wafv2:[^:]+:[0-9]{12}:(regional|global)/rulegroup/.+$", group.arn))
    ])
    error_message = join(" ", [
      "rule_groups holds ${jsonencode(values(var.rule_groups)[*].arn)}: write ARNs of rule groups,",
      "arn:aws:wafv2:…:regional/rulegroup/….",
    ])
  }
}

variable "rules" {
  description = <<-EOT
    Rules of your own, by a name of your choice, evaluated after addresses and countries and before rate limits, the
    lowest `priority` (0 to 79) first. A rule takes a request that fits all of `when`: where the `part` (`path`,
    `query`, `method`, or `header:` and a name in lower case) is one that `match`es a `value`: `equals`, `starts`,
    `ends`, `contains` or a `regex`; with `not`, one that does not. Its `action` is `block`, `allow`, `count`,
    `captcha` or `challenge`.
  EOT
  type = map(object({
    priority = number
    action   = optional(string, "block")
    when = list(object({
      part  = string
      value = string
      match = optional(string, "equals")
      not   = optional(bool, false)
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for name in keys(var.rules) : can(regex("^[a-zA-Z0-9_-]{1,100}$", name))])
    error_message = join(" ", [
      "rules holds ${jsonencode(keys(var.rules))}: write names of 1 to 100 letters, digits, \"_\" or \"-\".",
    ])
  }

  validation {
    condition = length(distinct(values(var.rules)[*].priority)) == length(var.rules) && alltrue([
      for rule in var.rules : rule.priority >= 0 && rule.priority <= 79 && floor(rule.priority) == rule.priority
    ])
    error_message = join(" ", [
      "rules has the priorities ${jsonencode(values(var.rules)[*].priority)}: write different whole numbers",
      "from 0 to 79.",
    ])
  }

  validation {
    condition = alltrue([
      for rule in var.rules : contains(["allow", "block", "captcha", "challenge", "count"], rule.action)
    ])
    error_message = join(" ", [
      "rules has the actions ${jsonencode(values(var.rules)[*].action)}: write \"block\", \"allow\",",
      "\"count\", \"captcha\"",
      "or \"challenge\".",
    ])
  }

  # https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-match-types.html
  validation {
    condition = alltrue([
      for rule in var.rules : length(rule.when) >= 1 && length(rule.when) <= 10 && alltrue([
        for fit in rule.when :
        can(regex("^(path|query|method|header:[a-z0-9_-]{1,64})$", fit.part)) && length(fit.value) >= 1 &&
        length(fit.value) <= 200 && contains(["contains", "ends", "equals", "regex", "starts"], fit.match)
      ])
    ])
    error_message = join(" ", [
      "rules hold ${jsonencode([for rule in var.rules : rule.when])}: write 1 to 10, each of a part",
      "(\"path\", \"query\",",
      "\"method\" or \"header:user-agent\") that \"equals\", \"starts\", \"ends\", \"contains\" or",
      "\"regex\" a value of 1 to",
      "200 characters.",
    ])
  }
}

variable "scope" {
  description = <<-EOT
    What the web ACL is put on: `REGIONAL` for load balancers and APIs of this region, `CLOUDFRONT` for
    distributions, which takes a provider in us-east-1.
    Cannot be changed later: a change replaces it.
  EOT
  type        = string
  default     = "REGIONAL"
  nullable    = false

  validation {
    condition     = contains(["CLOUDFRONT", "REGIONAL"], var.scope)
    error_message = "scope is \"${var.scope}\": write \"REGIONAL\" or \"CLOUDFRONT\"."
  }
}
