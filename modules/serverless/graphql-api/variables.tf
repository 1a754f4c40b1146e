variable "name" {
  description = "Name of the API. The names of its roles begin with it."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 64 letters, digits, \"_\" or \"-\", for example",
      "\"shop-prod-store\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the API, its roles, log group and alarms."
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
    ARNs to notify when requests fail or are slow, usually one SNS topic.
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
    Without it there is no such alarm: most APIs refuse requests every day.
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
  description = <<-EOT
    Percentage of the requests within five minutes that may end in 5xx before the alarm is raised.
    What a resolver refuses is an answer with `errors` in it, and no such failure.
  EOT
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

variable "alarm_latency_ms" {
  description = "Milliseconds that the slowest hundredth of the requests may take before the alarm is raised."
  type        = number
  default     = 3000
  nullable    = false

  validation {
    condition = var.alarm_latency_ms > 0 && var.alarm_latency_ms <= 30000
    error_message = join(" ", [
      "alarm_latency_ms is ${var.alarm_latency_ms}: AppSync ends a request after 30000 ms, write more than 0",
      "and up to 30000.",
    ])
  }
}

variable "api_keys" {
  description = <<-EOT
    API keys by a name of your choice, with the full hour in which each `expires`, at most 365 days ahead: `{ web
    = { expires = "2027-06-01T00:00:00Z" } }`.
    `authorization` must list `API_KEY`.
  EOT
  type        = map(object({ expires = string }))
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for key in var.api_keys :
      can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:00:00Z$", key.expires)) && can(timeadd(key.expires, "0s"))
    ])
    error_message = join(" ", [
      "api_keys expire at ${join(", ", [for name, key in var.api_keys : "${key.expires} (${name})"])}: AppSync",
      "counts in hours, write a full one in UTC, for example \"2027-06-01T00:00:00Z\".",
    ])
  }

  validation {
    condition = (length(var.api_keys) > 0) == contains(var.authorization[*].type, "API_KEY")
    error_message = join(" ", [
      "api_keys holds ${jsonencode(keys(var.api_keys))} and authorization",
      "${jsonencode(var.authorization[*].type)}: write API_KEY there together with at least one key here.",
    ])
  }
}

variable "authorization" {
  description = <<-EOT
    How callers show who they are, by AWS's own words: `AWS_IAM` (they sign, and carry `grants`),
    `AMAZON_COGNITO_USER_POOLS` with a `user_pool`, `OPENID_CONNECT` with an `issuer`, `AWS_LAMBDA` with a
    `function` that decides and whose answer is valid for `ttl_seconds`, and `API_KEY`, which identifies callers and
    refuses none.
    The first is the default: what the schema marks with no directive (`@aws_iam`, `@aws_api_key`, …) takes that
    one only.
    `client_pattern` is a regular expression for the token's client, `token_pattern` for a token that the function
    is asked about at all.
  EOT
  type = list(object({
    type           = string
    client_pattern = optional(string)
    function       = optional(object({ name = string, arn = string, alias = optional(string) }))
    issuer         = optional(string)
    token_pattern  = optional(string)
    ttl_seconds    = optional(number, 300)
    user_pool      = optional(object({ id = string }))
  }))
  default  = [{ type = "AWS_IAM" }]
  nullable = false

  validation {
    condition = (
      length(var.authorization) > 0 &&
      alltrue([
        for provider in var.authorization :
        contains(["AMAZON_COGNITO_USER_POOLS", "API_KEY", "AWS_IAM", "AWS_LAMBDA", "OPENID_CONNECT"], provider.type)
      ])
    )
    error_message = join(" ", [
      "authorization lists ${jsonencode(var.authorization[*].type)}: write at least one of AWS_IAM,",
      "AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT, AWS_LAMBDA and API_KEY.",
    ])
  }

  validation {
    condition = alltrue([
      for type in ["API_KEY", "AWS_IAM", "AWS_LAMBDA"] :
      length([for provider in var.authorization : true if provider.type == type]) <= 1
    ])
    error_message = join(" ", [
      "authorization lists ${jsonencode(var.authorization[*].type)}: write API_KEY, AWS_IAM and AWS_LAMBDA once",
      "each at most.",
    ])
  }

  validation {
    condition = alltrue([
      for provider in var.authorization :
      (provider.user_pool != null) == (provider.type == "AMAZON_COGNITO_USER_POOLS") &&
      (provider.issuer != null) == (provider.type == "OPENID_CONNECT") &&
      (provider.function != null) == (provider.type == "AWS_LAMBDA")
    ])
    error_message = join(" ", [
      "In authorization (${join(", ", var.authorization[*].type)}), write user_pool with",
      "AMAZON_COGNITO_USER_POOLS, issuer with OPENID_CONNECT and function with AWS_LAMBDA, each there and",
      "nowhere else.",
    ])
  }

  validation {
    condition = alltrue([
      for provider in var.authorization : provider.issuer == null ? true : startswith(provider.issuer, "https://")
    ])
    error_message = join(" ", [
      "authorization has the issuers",
      "${jsonencode([for provider in var.authorization : provider.issuer if provider.issuer != null])}: write",
      "addresses that begin with \"https://\".",
    ])
  }

  validation {
    condition = alltrue([
      for provider in var.authorization : provider.ttl_seconds >= 0 && provider.ttl_seconds <= 3600
    ])
    error_message = join(" ", [
      "authorization has ttl_seconds of",
      "${join(", ", [for provider in var.authorization : "${provider.ttl_seconds} (${provider.type})"])}: write",
      "0 to 3600 seconds.",
    ])
  }
}

variable "cache" {
  description = <<-EOT
    Answers that AppSync keeps for `ttl_seconds`, encrypted, in a cache that costs by the hour, from `SMALL` to
    `LARGE_12X`.
    `PER_RESOLVER_CACHING` keeps those of resolvers with a `cache` of their own, `FULL_REQUEST_CACHING` all of a
    caller's.
  EOT
  type = object({
    behavior    = optional(string, "PER_RESOLVER_CACHING")
    size        = optional(string, "SMALL")
    ttl_seconds = optional(number, 300)
  })
  default = null

  validation {
    condition = (
      var.cache == null ? true : contains(["FULL_REQUEST_CACHING", "PER_RESOLVER_CACHING"], var.cache.behavior)
    )
    error_message = join(" ", [
      "cache.behavior is \"${try(var.cache.behavior, "")}\": write \"PER_RESOLVER_CACHING\" or",
      "\"FULL_REQUEST_CACHING\".",
    ])
  }

  validation {
    condition = (
      var.cache == null ? true :
      contains(
        ["SMALL", "MEDIUM", "LARGE", "XLARGE", "LARGE_2X", "LARGE_4X", "LARGE_8X", "LARGE_12X"],
        var.cache.size
      )
    )
    error_message = join(" ", [
      "cache.size is \"${try(var.cache.size, "")}\": write \"SMALL\", \"MEDIUM\", \"LARGE\", \"XLARGE\",",
      "\"LARGE_2X\", \"LARGE_4X\", \"LARGE_8X\" or \"LARGE_12X\".",
    ])
  }

  validation {
    condition = var.cache == null ? true : var.cache.ttl_seconds >= 1 && var.cache.ttl_seconds <= 3600
    error_message = join(" ", [
      "cache.ttl_seconds is ${try(var.cache.ttl_seconds, 0)}: write 1 to 3600 seconds, or",
      "leave out cache.",
    ])
  }
}

variable "data_sources" {
  description = <<-EOT
    Where resolvers get and put data, by a name of your choice, each exactly one of: a `function`, a `table` or an
    `event_bus`, as the whole module; `http` with an `endpoint`; `none = {}` for what a resolver computes itself,
    and for messages to subscribers.
    Each has a role of its own, made from the modules' grants.
    A table is only read unless `access` lists more of its grants: `read`, `read_write`, `scan`, `write`.
    Requests to an `http` endpoint of AWS are signed for its `service` (such as `states`) and allowed by `grants`.
  EOT
  type = map(object({
    access      = optional(list(string), ["read"])
    description = optional(string)
    event_bus = optional(
      object({
        arn = string
        grants = object({
          publish = list(
            object({
              actions    = list(string)
              resources  = list(string)
              conditions = list(object({ test = string, variable = string, values = list(string) }))
            })
          )
        })
      })
    )
    function = optional(
      object({
        arn = string
        grants = object({
          invoke = list(
            object({
              actions    = list(string)
              resources  = list(string)
              conditions = list(object({ test = string, variable = string, values = list(string) }))
            })
          )
        })
      })
    )
    http = optional(object({
      endpoint = string
      grants = optional(
        list(
          list(
            object({
              actions    = list(string)
              resources  = list(string)
              conditions = list(object({ test = string, variable = string, values = list(string) }))
            })
          )
        ),
        []
      )
      service = optional(string)
    }))
    none = optional(object({}))
    table = optional(
      object({
        name = string
        grants = map(
          list(
            object({
              actions    = list(string)
              resources  = list(string)
              conditions = list(object({ test = string, variable = string, values = list(string) }))
            })
          )
        )
      })
    )
  }))
  nullable = false

  validation {
    condition = alltrue([
      for source in var.data_sources :
      length([
        for given in [
          source.event_bus != null,
          source.function != null,
          source.http != null,
          source.none != null,
          source.table != null,
        ] :
        true if given
      ]) == 1
    ])
    error_message = join(" ", [
      "Of data_sources (${join(", ", keys(var.data_sources))}), some has none or several of function, table,",
      "event_bus, http and none: write exactly one, for example { function = module.orders } or { none = {} }.",
    ])
  }

  validation {
    condition = alltrue([for name in keys(var.data_sources) : can(regex("^[_A-Za-z][_0-9A-Za-z]*$", name))])
    error_message = join(" ", [
      "data_sources holds ${join(", ", keys(var.data_sources))}: write names of letters, digits and \"_\" that",
      "begin with no digit.",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.data_sources :
      length(source.access) > 0 && length(setsubtract(source.access, ["read", "read_write", "scan", "write"])) == 0
    ])
    error_message = join(" ", [
      "data_sources have the access",
      "${jsonencode({ for name, source in var.data_sources : name => source.access })}: write one or more of",
      "\"read\", \"read_write\", \"scan\" and \"write\".",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.data_sources :
      source.http == null ? true : can(regex("^https?://[^/ ]+$", source.http.endpoint))
    ])
    error_message = join(" ", [
      "data_sources have the endpoints",
      "${jsonencode([for source in var.data_sources : source.http.endpoint if source.http != null])}: write the",
      "scheme and the host without a path, for example \"https://states.eu-west-1.amazonaws.com\"; resolvers",
      "write the path.",
    ])
  }

  validation {
    condition = alltrue([
      for source in var.data_sources :
      source.http == null ? true : (source.http.service == null) == (length(source.http.grants) == 0)
    ])
    error_message = join(" ", [
      "Of data_sources (${join(", ", [for name, source in var.data_sources : name if source.http != null])}),",
      "some has http.service without http.grants or grants without service: write both for an endpoint of AWS,",
      "neither for another.",
    ])
  }
}

variable "domain" {
  description = <<-EOT
    Domain of the API's own, with its certificate in ACM, in us-east-1.
    Point the domain at the output `domain`.
  EOT
  type        = object({ name = string, certificate = object({ arn = string }) })
  default     = null

  validation {
    condition = var.domain == null ? true : can(regex(":acm:us-east-1:", var.domain.certificate.arn))
    error_message = join(" ", [
      "domain.certificate is ${try(var.domain.certificate.arn, "")}: CloudFront serves AppSync's domains, write",
      "a certificate of us-east-1.",
    ])
  }
}

variable "functions" {
  description = <<-EOT
    Steps of pipelines, by a name of your choice: the `data_source` each works on, and either its `code`
    (JavaScript for APPSYNC_JS 1.0.0, with `request` and `response`) or its `templates` (VTL).
    Without both, a Lambda function gets AppSync's own event, up to `batch_size` of them at a time.
  EOT
  type = map(object({
    data_source = string
    batch_size  = optional(number, 0)
    code        = optional(string)
    description = optional(string)
    templates   = optional(object({ request = string, response = string }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for name in keys(var.functions) : can(regex("^[_A-Za-z][_0-9A-Za-z]*$", name))])
    error_message = join(" ", [
      "functions holds ${join(", ", keys(var.functions))}: write names of letters, digits and \"_\" that begin",
      "with no digit.",
    ])
  }

  validation {
    condition = alltrue([for function in var.functions : contains(keys(var.data_sources), function.data_source)])
    error_message = join(" ", [
      "In functions,",
      "${join(
        ", ",
        [
          for name, function in var.functions :
          "${name} has the data source ${function.data_source}" if !contains(
            keys(var.data_sources),
            function.data_source
          )
        ]
      )}:",
      "write one of ${join(", ", keys(var.data_sources))}.",
    ])
  }

  validation {
    condition = alltrue([
      for function in var.functions :
      (function.code != null) != (function.templates != null) ||
      function.code == null && try(var.data_sources[function.data_source].function, null) != null
    ])
    error_message = join(" ", [
      "Of functions (${join(", ", keys(var.functions))}), some has both code and templates, or neither: write",
      "one of them. Only a Lambda function needs neither.",
    ])
  }

  validation {
    condition = alltrue([
      for function in var.functions :
      function.batch_size == 0 ||
      function.batch_size >= 1 &&
      function.batch_size <= 2000 &&
      try(var.data_sources[function.data_source].function, null) != null
    ])
    error_message = join(" ", [
      "The batch_size of functions is",
      "${join(", ", [for name, function in var.functions : "${function.batch_size} (${name})"])}: write up to",
      "2000, for Lambda functions only, or leave it out.",
    ])
  }
}

variable "introspection" {
  description = <<-EOT
    Whether callers may ask for the schema.
    Give it to them by other means, and leave this off where strangers call.
  EOT
  type        = bool
  default     = false
  nullable    = false
}

variable "limits" {
  description = <<-EOT
    How deep a query may nest (`depth`, 1 to 75) and how many resolvers a request may run (`resolvers`, 1 to
    10000).
    Without them, one request can ask for everything there is.
  EOT
  type = object({
    depth     = optional(number, 10)
    resolvers = optional(number, 1000)
  })
  default  = {}
  nullable = false

  validation {
    condition = (
      var.limits.depth >= 1 && var.limits.depth <= 75 && var.limits.resolvers >= 1 && var.limits.resolvers <= 10000
    )
    error_message = "limits is ${jsonencode(var.limits)}: write a depth of 1 to 75, and 1 to 10000 resolvers."
  }
}

variable "log" {
  description = <<-EOT
    What of each field is logged (`NONE`, `ERROR`, `INFO`, `DEBUG`, `ALL`), for how many days, and the key that
    encrypts it, which must list `logs` in its `services`.
    `verbose` also logs headers, contexts and evaluated code: with them, what callers send.
  EOT
  type = object({
    field_level    = optional(string, "ERROR")
    retention_days = optional(number, 30)
    kms_key        = optional(object({ arn = string }))
    verbose        = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition = contains(["NONE", "ERROR", "INFO", "DEBUG", "ALL"], var.log.field_level)
    error_message = join(" ", [
      "log.field_level is \"${var.log.field_level}\": write \"NONE\", \"ERROR\", \"INFO\", \"DEBUG\" or",
      "\"ALL\".",
    ])
  }

  validation {
    condition = contains(
      [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      var.log.retention_days
    )
    error_message = join(" ", [
      "log.retention_days is ${var.log.retention_days}: CloudWatch Logs keeps logs for 1, 3, 5, 7, 14, 30, 60,",
      "90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days, write one of",
      "them, or 0 to keep them for ever.",
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

variable "permissions_boundary" {
  description = "ARN of the policy that bounds what the roles can ever be allowed."
  type        = string
  default     = null

  validation {
    condition = var.permissions_boundary == null || can(
      regex("^arn:[^:]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary)
    )
    error_message = join(" ", [
      "permissions_boundary is ${jsonencode(var.permissions_boundary)}:",
      "write the ARN of a policy, arn:aws:iam::…:policy/….",
    ])
  }
}

variable "resolvers" {
  description = <<-EOT
    How fields get their values, by type and field: `{ "Query.order" = { data_source = "orders", code =
    file("order.js") } }`.
    Either a `data_source` or a `pipeline` of `functions`; either `code` (JavaScript for APPSYNC_JS 1.0.0, with
    `request` and `response`) or `templates` (VTL).
    Without both, a Lambda function gets AppSync's own event, up to `batch_size` of them at a time.
    Answers are kept by `cache.keys`, such as `$context.arguments.id`: list each that the answer depends on, the
    caller's identity too.
  EOT
  type = map(object({
    batch_size  = optional(number, 0)
    cache       = optional(object({ keys = list(string), ttl_seconds = optional(number, 300) }))
    code        = optional(string)
    data_source = optional(string)
    pipeline    = optional(list(string), [])
    templates   = optional(object({ request = string, response = string }))
  }))
  nullable = false

  validation {
    condition = alltrue([
      for key in keys(var.resolvers) : can(regex("^[_A-Za-z][_0-9A-Za-z]*\\.[_A-Za-z][_0-9A-Za-z]*$", key))
    ])
    error_message = join(" ", [
      "resolvers holds ${join(", ", keys(var.resolvers))}: write a type and a field with a dot between, for",
      "example \"Query.order\".",
    ])
  }

  validation {
    condition = alltrue([
      for key in keys(var.resolvers) : can(regex("\\btype\\s+${split(".", key)[0]}\\b", var.schema))
    ])
    error_message = join(" ", [
      "resolvers holds",
      "${join(
        ", ",
        [
          for key in keys(var.resolvers) :
          "\"${key}\"" if !can(regex("\\btype\\s+${split(".", key)[0]}\\b", var.schema))
        ]
      )},",
      "of no type in the schema: write the type there, or another here.",
    ])
  }

  validation {
    condition = alltrue([
      for resolver in var.resolvers : (resolver.data_source == null) != (length(resolver.pipeline) == 0)
    ])
    error_message = join(" ", [
      "Of resolvers",
      "(${join(
        ", ",
        [
          for key, resolver in var.resolvers :
          key if(resolver.data_source == null) == (length(resolver.pipeline) == 0)
        ]
      )}),",
      "each has both data_source and pipeline, or neither: write one of them.",
    ])
  }

  validation {
    condition = alltrue([
      for resolver in var.resolvers :
      resolver.data_source == null ? true : contains(keys(var.data_sources), resolver.data_source)
    ])
    error_message = join(" ", [
      "In resolvers,",
      "${join(
        ", ",
        [
          for key, resolver in var.resolvers :
          "${key} has the data source ${coalesce(resolver.data_source, "null")}" if resolver.data_source == null ?
          false :
          !contains(keys(var.data_sources), resolver.data_source)
        ]
      )}:",
      "write one of ${join(", ", keys(var.data_sources))}.",
    ])
  }

  validation {
    condition = alltrue([
      for resolver in var.resolvers :
      length(setsubtract(resolver.pipeline, keys(var.functions))) == 0 && length(resolver.pipeline) <= 10
    ])
    error_message = join(" ", [
      "In resolvers,",
      "${join(
        ", ",
        [
          for key, resolver in var.resolvers :
          "${key} has the pipeline ${jsonencode(resolver.pipeline)}" if length(
            resolver.pipeline
          ) > 0
        ]
      )}:",
      "write up to 10 of",
      "functions${length(var.functions) == 0 ? " (there are none)" : ": ${join(", ", keys(var.functions))}"}.",
    ])
  }

  validation {
    condition = alltrue([
      for resolver in var.resolvers :
      (resolver.code != null) != (resolver.templates != null) ||
      resolver.code == null && try(var.data_sources[resolver.data_source].function, null) != null
    ])
    error_message = join(" ", [
      "Of resolvers",
      "(${join(
        ", ",
        [
          for key, resolver in var.resolvers :
          key if(resolver.code == null) == (resolver.templates == null)
        ]
      )}),",
      "some has both code and templates, or neither: write one of them. Only one of a Lambda function needs",
      "neither.",
    ])
  }

  validation {
    condition = alltrue([
      for resolver in var.resolvers :
      resolver.batch_size == 0 ||
      resolver.batch_size >= 1 &&
      resolver.batch_size <= 2000 &&
      try(var.data_sources[resolver.data_source].function, null) != null
    ])
    error_message = join(" ", [
      "The batch_size of resolvers is",
      "${join(", ", [for key, resolver in var.resolvers : "${resolver.batch_size} (${key})"])}: write up to",
      "2000, for Lambda functions only, or leave it out.",
    ])
  }

  validation {
    condition = alltrue([
      for resolver in var.resolvers :
      resolver.cache == null ? true :
      try(var.cache.behavior, "") == "PER_RESOLVER_CACHING" &&
      length(resolver.cache.keys) > 0 &&
      resolver.cache.ttl_seconds >= 1 &&
      resolver.cache.ttl_seconds <= 3600
    ])
    error_message = join(" ", [
      "In resolvers, the cache of",
      "${join(", ", [for key, resolver in var.resolvers : key if resolver.cache != null])} needs a cache of the",
      "API that is PER_RESOLVER_CACHING, at least one of keys, and 1 to 3600 ttl_seconds: write them, or leave",
      "it out.",
    ])
  }
}

variable "schema" {
  description = "The schema in GraphQL's schema language, usually `file(\"schema.graphql\")`."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("\\b(type\\s+Query|schema)\\b", var.schema))
    error_message = join(" ", [
      "schema has ${length(var.schema)} characters and no type Query: write GraphQL's schema language, for",
      "example file(\"schema.graphql\"), with at least one query.",
    ])
  }
}

variable "tracing" {
  description = "Whether requests are traced by X-Ray."
  type        = bool
  default     = true
  nullable    = false
}

variable "visibility" {
  description = <<-EOT
    `GLOBAL`, or `PRIVATE` for callers inside VPCs with an endpoint for `appsync-api`.
    A change replaces the API.
  EOT
  type        = string
  default     = "GLOBAL"
  nullable    = false

  validation {
    condition     = contains(["GLOBAL", "PRIVATE"], var.visibility)
    error_message = "visibility is \"${var.visibility}\": write \"GLOBAL\" or \"PRIVATE\"."
  }
}

variable "web_acl" {
  description = "Web ACL of WAF that filters requests."
  type        = object({ arn = string })
  default     = null
}
