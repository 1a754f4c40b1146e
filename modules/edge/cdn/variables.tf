variable "name" {
  description = "Name of the distribution, its origin access controls and functions."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,40}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 40 letters, digits, \"_\" or \"-\", for example \"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the distribution and its alarms."
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
    ARNs to notify when requests fail, usually one SNS topic, in us-east-1.
    Without any, there are no alarms.
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

variable "alarm_client_error_percent" {
  description = <<-EOT
    Percentage of the requests within five minutes that may end in 4xx before the alarm is raised.
    Without it there is no such alarm.
  EOT
  type        = number
  default     = null

  validation {
    condition = (
      var.alarm_client_error_percent == null ? true :
      var.alarm_client_error_percent >= 0 && var.alarm_client_error_percent < 100
    )
    error_message = join(" ", [
      "alarm_client_error_percent is ${coalesce(var.alarm_client_error_percent, 0)}: write a percentage of the",
      "requests, from 0 to less than 100, or leave it out.",
    ])
  }
}

variable "alarm_error_percent" {
  description = "Percentage of the requests within five minutes that may end in 5xx before the alarm is raised."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition = var.alarm_error_percent >= 0 && var.alarm_error_percent < 100
    error_message = join(" ", [
      "alarm_error_percent is ${var.alarm_error_percent}: write a percentage of the requests, from 0 to less",
      "than 100.",
    ])
  }
}

variable "allowed_countries" {
  description = "Countries, by their two letters, in which the content may be read; in all others it may not."
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

variable "behaviours" {
  description = <<-EOT
    What is done with requests of a path, by the path (`/api/*`), as in `default`.
    Of several that fit, the longest counts.
  EOT
  type = map(object({
    origin          = string
    answer_function = optional(string)
    cache           = optional(string, "CachingDisabled")
    forward         = optional(string, "AllViewerExceptHostHeader")
    function        = optional(string)
    headers         = optional(string, "SecurityHeadersPolicy")
    key_group       = optional(string)
    methods         = optional(string, "all")
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for path in keys(var.behaviours) : can(regex("^/[a-zA-Z0-9_.*$/~\"'@:+&?-]{1,254}$", path))])
    error_message = join(" ", [
      "behaviours holds ${join(", ", [for path in keys(var.behaviours) : "\"${path}\""])}: write paths from",
      "\"/\" on, for example \"/api/*\".",
    ])
  }

  validation {
    condition = alltrue([for behaviour in var.behaviours : contains(["all", "read"], behaviour.methods)])
    error_message = join(" ", [
      "behaviours take the methods",
      "${join(", ", [for path, behaviour in var.behaviours : "\"${behaviour.methods}\" for ${path}"])}: write",
      "\"read\" or \"all\".",
    ])
  }

  validation {
    condition = alltrue([
      for behaviour in var.behaviours : contains(concat(keys(var.origins), keys(var.origin_groups)), behaviour.origin)
    ])
    error_message = join(" ", [
      "behaviours go to ${join(", ", [for path, behaviour in var.behaviours : behaviour.origin])}: write names",
      "of origins (${join(", ", keys(var.origins))}).",
    ])
  }

  validation {
    condition = alltrue([
      for behaviour in var.behaviours : length(setsubtract(
        [for name in [behaviour.function, behaviour.answer_function] : name if name != null], keys(var.functions)
      )) == 0
    ])
    error_message = join(" ", [
      "behaviours run",
      "${join(", ", compact(flatten([for each in var.behaviours : [each.function, each.answer_function]])))}:",
      "write names of functions (${join(", ", keys(var.functions))}).",
    ])
  }

  validation {
    condition = alltrue([
      for behaviour in var.behaviours : behaviour.key_group == null ? true :
      contains(keys(var.key_groups), behaviour.key_group)
    ])
    error_message = join(" ", [
      "behaviours trust",
      "${jsonencode([for each in var.behaviours : each.key_group if each.key_group != null])}: write names",
      "of key_groups (${join(", ", keys(var.key_groups))}).",
    ])
  }

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
  validation {
    condition = alltrue([
      for behaviour in var.behaviours :
      behaviour.methods == "read" || !contains(keys(var.origin_groups), behaviour.origin)
    ])
    error_message = join(" ", [
      "behaviours lead ${jsonencode({ for path, each in var.behaviours : path => each.origin })} with all",
      "methods to a",
      "group of origins, of which CloudFront only reads: write methods = \"read\", or one origin.",
    ])
  }
}

variable "blocked_countries" {
  description = "Countries, by their two letters, in which the content may not be read."
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

variable "default" {
  description = <<-EOT
    What is done with requests that no behaviour takes: the `origin` they go to, and by the names AWS has for its
    policies without `Managed-`, or by the ids of your own, how they are kept (`cache`), what of them is passed on
    (`forward`) and which `headers` answers get; `none` for nothing of the last two.
    `methods` are `read` or `all`; a `function` sees each request first, an `answer_function` each answer last.
    `headers` also names one of `header_policies`, `origin` one of `origin_groups`. With a `key_group` of
    `key_groups`, only who has a URL or cookies that one of its keys signed is answered.
  EOT
  type = object({
    origin          = string
    answer_function = optional(string)
    cache           = optional(string, "CachingOptimized")
    forward         = optional(string, "none")
    function        = optional(string)
    headers         = optional(string, "SecurityHeadersPolicy")
    key_group       = optional(string)
    methods         = optional(string, "read")
  })
  nullable = false

  validation {
    condition     = contains(["all", "read"], var.default.methods)
    error_message = "default.methods is \"${var.default.methods}\": write \"read\" or \"all\"."
  }

  validation {
    condition = contains(concat(keys(var.origins), keys(var.origin_groups)), var.default.origin)
    error_message = join(" ", [
      "default.origin is \"${var.default.origin}\": write the name of an origin",
      "(${join(", ", keys(var.origins))}).",
    ])
  }

  validation {
    condition = length(setsubtract(
      [for name in [var.default.function, var.default.answer_function] : name if name != null], keys(var.functions)
    )) == 0
    error_message = join(" ", [
      "default.function is \"${coalesce(var.default.function, var.default.answer_function, "null")}\":",
      "write the name of a function",
      "(${join(", ", keys(var.functions))}).",
    ])
  }

  validation {
    condition = var.default.key_group == null ? true : contains(keys(var.key_groups), var.default.key_group)
    error_message = join(" ", [
      "default.key_group is ${jsonencode(var.default.key_group)}: write the name of one of key_groups",
      "(${join(", ", keys(var.key_groups))}).",
    ])
  }

  validation {
    condition = var.default.methods == "read" || !contains(keys(var.origin_groups), var.default.origin)
    error_message = join(" ", [
      "default.origin is \"${var.default.origin}\", a group of origins, of which CloudFront only reads:",
      "write methods =",
      "\"read\", or one origin.",
    ])
  }
}

variable "domain" {
  description = <<-EOT
    Names of the distribution's own, the first of them in `url`, with their certificate in ACM in us-east-1.
    Point alias records at the output `domain_name`.
  EOT
  type = object({
    certificate = object({ arn = string })
    names       = list(string)
  })
  default = null

  validation {
    condition = (
      var.domain == null ? true :
      length(var.domain.names) > 0 &&
      alltrue([for name in var.domain.names : can(regex("^(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)+$", name))])
    )
    error_message = join(" ", [
      "domain.names is ${jsonencode(try(var.domain.names, []))}: write at least one name, for example",
      "\"shop.example.com\".",
    ])
  }

  validation {
    condition = var.domain == null ? true : can(regex(":acm:us-east-1:", var.domain.certificate.arn))
    error_message = join(" ", [
      "domain.certificate is ${try(var.domain.certificate.arn, "")}: write a certificate of us-east-1, where",
      "CloudFront has them.",
    ])
  }
}

variable "functions" {
  description = <<-EOT
    CloudFront Functions by a name of your choice, as code in JavaScript (runtime 2.0): they see a request first,
    and may change it or answer it.
  EOT
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([for name in keys(var.functions) : can(regex("^[a-zA-Z0-9_-]{1,20}$", name))])
    error_message = join(" ", [
      "functions holds ${join(", ", [for name in keys(var.functions) : "\"${name}\""])}: write names of up to",
      "20 letters, digits, \"_\" or \"-\".",
    ])
  }

  validation {
    condition = alltrue([for code in values(var.functions) : strcontains(code, "handler") && length(code) <= 10240])
    error_message = join(" ", [
      "functions holds",
      "${join(", ", [for name, code in var.functions : "${name} with ${length(code)} characters"])}: write up",
      "to 10240 with a function handler(event).",
    ])
  }
}

variable "header_policies" {
  description = <<-EOT
    Headers that answers get, by a name that `default` and `behaviours` use as their `headers`: those of security
    (a `content_security_policy`, `frames` that may show the page, `hsts_seconds` of HTTPS alone, the `referrer` that
    is sent on), `cors` for browsers of other `origins`, others to `add`, and to `remove` what origins tell of
    themselves.
  EOT
  type = map(object({
    add                     = optional(map(string), {})
    content_security_policy = optional(string)
    cors = optional(object({
      origins         = list(string)
      credentials     = optional(bool, false)
      expose          = optional(list(string), [])
      headers         = optional(list(string), ["*"])
      max_age_seconds = optional(number, 600)
      methods         = optional(list(string), ["GET", "HEAD", "OPTIONS"])
    }))
    frames       = optional(string, "DENY")
    hsts_seconds = optional(number, 31536000)
    referrer     = optional(string, "strict-origin-when-cross-origin")
    remove       = optional(list(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for name in keys(var.header_policies) : can(regex("^[a-zA-Z0-9_-]{1,40}$", name))])
    error_message = join(" ", [
      "header_policies holds ${jsonencode(keys(var.header_policies))}: write names of 1 to 40 letters,",
      "digits, \"_\" or",
      "\"-\".",
    ])
  }

  validation {
    condition = alltrue([
      for policy in var.header_policies : contains(["DENY", "SAMEORIGIN"], policy.frames) && policy.hsts_seconds >= 0
    ])
    error_message = join(" ", [
      "header_policies has",
      "${jsonencode([for each in var.header_policies : [each.frames, each.hsts_seconds]])}: write",
      "frames = \"DENY\" or \"SAMEORIGIN\", and hsts_seconds of 0 or more.",
    ])
  }

  # https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyReferrerPolicy.html
  validation {
    condition = alltrue([
      for policy in var.header_policies : contains([
        "no-referrer", "no-referrer-when-downgrade", "origin", "origin-when-cross-origin", "same-origin",
        "strict-origin", "strict-origin-when-cross-origin", "unsafe-url",
      ], policy.referrer)
    ])
    error_message = join(" ", [
      "header_policies has the referrers ${jsonencode([for each in var.header_policies : each.referrer])}:",
      "write one as",
      "browsers know them, for example \"same-origin\".",
    ])
  }

  validation {
    condition = alltrue([
      for policy in var.header_policies : policy.cors == null ? true : (
        length(policy.cors.origins) > 0 && !(policy.cors.credentials && contains(policy.cors.origins, "*"))
      )
    ])
    error_message = join(" ", [
      "header_policies has cors of the origins",
      "${jsonencode([for each in var.header_policies : try(each.cors.origins, [])])}:",
      "write at least one, and with credentials each by its name.",
    ])
  }
}

variable "key_groups" {
  description = <<-EOT
    Who signs URLs and cookies, by a name that `default` and `behaviours` use: public `keys` (RSA of 2048 bits or
    ECDSA, PEM) by names of your choice, or the `id` of a key group that exists. Two keys let you change one.
  EOT
  type = map(object({
    id   = optional(string)
    keys = optional(map(string), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for group in var.key_groups : (group.id == null) != (length(group.keys) == 0)])
    error_message = join(" ", [
      "key_groups holds ${join(", ", keys(var.key_groups))}: write either keys or the id of an existing",
      "group in each.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for group in var.key_groups : [for key in values(group.keys) : startswith(key, "-----BEGIN PUBLIC KEY-----")]
    ]))
    error_message = join(" ", [
      "key_groups has keys (${jsonencode([for group in var.key_groups : keys(group.keys)])}) that are not",
      "public ones:",
      "write PEM that begins with \"-----BEGIN PUBLIC KEY-----\".",
    ])
  }
}

variable "logs" {
  description = <<-EOT
    Bucket that takes a record of every request, as a whole module whose `writers` have the service
    `delivery.logs`, and the `prefix` of the records, by default the distribution's name.
    The module's provider is then in us-east-1. null logs none.
  EOT
  type        = object({ bucket = object({ arn = string }), prefix = optional(string) })
  default     = null

  validation {
    condition = (
      try(var.logs.prefix, null) == null ? true : can(regex("^[a-zA-Z0-9_-]+(/[a-zA-Z0-9_-]+)*$", var.logs.prefix))
    )
    error_message = join(" ", [
      "logs.prefix is \"${try(coalesce(var.logs.prefix, "null"), "null")}\": write it without \"/\" at its",
      "ends, for example \"cdn/shop\".",
    ])
  }
}

variable "origin_groups" {
  description = <<-EOT
    Pairs of `origins`, by a name that `default` and `behaviours` use as their `origin`: where the `primary` does not
    answer, or answers one of `codes`, the `secondary` is asked. For reading alone.
  EOT
  type = map(object({
    primary   = string
    secondary = string
    codes     = optional(list(number), [500, 502, 503, 504])
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for group in var.origin_groups :
      group.primary != group.secondary &&
      length(setsubtract([group.primary, group.secondary], keys(var.origins))) == 0
    ])
    error_message = join(" ", [
      "origin_groups holds",
      "${jsonencode([for group in var.origin_groups : [group.primary, group.secondary]])}: write two",
      "different names of origins (${join(", ", keys(var.origins))}) in each.",
    ])
  }

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
  validation {
    condition = alltrue([
      for group in var.origin_groups :
      length(group.codes) > 0 && length(setsubtract(group.codes, [400, 403, 404, 416, 429, 500, 502, 503, 504])) == 0
    ])
    error_message = join(" ", [
      "origin_groups has the codes ${jsonencode([for group in var.origin_groups : group.codes])}: write",
      "some of 400, 403,",
      "404, 416, 429, 500, 502, 503 and 504.",
    ])
  }

  validation {
    condition = length(setintersection(keys(var.origin_groups), keys(var.origins))) == 0
    error_message = join(" ", [
      "origin_groups holds ${join(", ", setintersection(keys(var.origin_groups), keys(var.origins)))},",
      "which origins hold",
      "too: write other names.",
    ])
  }
}

variable "origins" {
  description = <<-EOT
    Where content comes from, by a name of your choice: the `domain_name` of a `bucket` from `data/s3-bucket`,
    which lets the distribution read, or a `host` that speaks HTTPS on `port` and answers within
    `timeout_seconds`.
    A `load_balancer` that the internet does not reach (`network/alb` or `network/nlb` as a whole, with `internal`) is
    reached inside its VPC, by its own name or by a `host` that its certificate names.
    `path` is put before each request's.
  EOT
  type = map(object({
    bucket          = optional(object({ domain_name = string }))
    host            = optional(string)
    load_balancer   = optional(object({ arn = string, dns_name = string }))
    path            = optional(string)
    port            = optional(number, 443)
    timeout_seconds = optional(number, 30)
  }))
  nullable = false

  validation {
    condition = (
      length(var.origins) > 0 &&
      alltrue([
        for origin in var.origins : (origin.bucket == null) != (origin.host == null && origin.load_balancer == null)
      ])
    )
    error_message = join(" ", [
      "origins holds ${jsonencode(keys(var.origins))}: write at least one, and exactly one of bucket and host",
      "or load_balancer in each.",
    ])
  }

  validation {
    condition = alltrue([
      for origin in var.origins :
      origin.host == null ? true :
      can(regex("^[a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)*\\.[a-zA-Z][a-zA-Z0-9-]+$", origin.host))
    ])
    error_message = join(" ", [
      "origins has the hosts ${jsonencode([for origin in var.origins : origin.host if origin.host != null])}:",
      "write names without protocol and path, for example \"api.example.com\".",
    ])
  }

  validation {
    condition = alltrue([
      for origin in var.origins : origin.path == null ? true : can(regex("^/.*[^/]$", origin.path))
    ])
    error_message = join(" ", [
      "origins has the paths ${jsonencode([for origin in var.origins : origin.path if origin.path != null])}:",
      "write them from \"/\" on, without one at the end, for example \"/live\".",
    ])
  }

  validation {
    condition = alltrue([
      for origin in var.origins :
      (origin.port == 80 || origin.port == 443 || (origin.port >= 1024 && origin.port <= 65535)) &&
      origin.timeout_seconds >= 1 &&
      origin.timeout_seconds <= 60 &&
      floor(origin.timeout_seconds) == origin.timeout_seconds
    ])
    error_message = join(" ", [
      "origins has",
      "${join(
        ", ",
        [
          for name, origin in var.origins :
          "${name} at port ${origin.port} with ${origin.timeout_seconds} seconds"
        ]
      )}:",
      "write port 443, 80 or 1024 to 65535, and timeout_seconds of 1 to 60.",
    ])
  }
}

variable "price_class" {
  description = <<-EOT
    Where the content is kept: `PriceClass_100` in North America, Europe and Israel, `PriceClass_200` also in most
    of the rest, `PriceClass_All` everywhere.
  EOT
  type        = string
  default     = "PriceClass_100"
  nullable    = false

  validation {
    condition = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = join(" ", [
      "price_class is \"${var.price_class}\": write \"PriceClass_100\", \"PriceClass_200\" or",
      "\"PriceClass_All\".",
    ])
  }
}

variable "root_object" {
  description = "What is answered where the path is \"/\", for example `index.html`. null asks the origin for \"/\"."
  type        = string
  default     = null

  validation {
    condition = var.root_object == null ? true : can(regex("^[^/].*$", var.root_object))
    error_message = join(" ", [
      "root_object is \"${coalesce(var.root_object, "null")}\": write it without \"/\" before it, for example",
      "\"index.html\".",
    ])
  }
}

variable "single_page" {
  description = <<-EOT
    Page that is answered where there is nothing, for a site whose own code reads the path: `/index.html`.
    It hides the 403 and 404 of every origin. null answers as the origin does.
  EOT
  type        = string
  default     = null

  validation {
    condition = var.single_page == null ? true : startswith(var.single_page, "/")
    error_message = join(" ", [
      "single_page is \"${coalesce(var.single_page, "null")}\": write a path from \"/\" on, for example",
      "\"/index.html\".",
    ])
  }
}

variable "web_acl" {
  description = "Web ACL whose rules every request passes first: `edge/waf` with `scope = \"CLOUDFRONT\"`."
  type        = object({ arn = string })
  default     = null
}
