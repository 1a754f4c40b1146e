variable "name" {
  description = "Name of the API."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 64 letters, digits, \"_\" or \"-\", for example",
      "\"shop-prod-users\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the API, its stage, log group, domain, VPC link and alarms."
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

variable "alarm_latency_ms" {
  description = "Milliseconds that the slowest hundredth of the requests may take before the alarm is raised."
  type        = number
  default     = 3000
  nullable    = false

  validation {
    condition = var.alarm_latency_ms > 0 && var.alarm_latency_ms <= 30000
    error_message = join(" ", [
      "alarm_latency_ms is ${var.alarm_latency_ms}: API Gateway waits for 30000 ms at most, write more than 0",
      "and up to 30000.",
    ])
  }
}

variable "authorizers" {
  description = <<-EOT
    Who checks tokens, by a name that routes write as their `authorization`: `jwt`, an issuer whose tokens must be
    for one of the `audiences`, or a `function` that answers `{ isAuthorized, context }`.
    Both get `identity_sources` of the request, without which they refuse; a token comes from one of them.
    A function's answer holds for `ttl_seconds`, for all routes: 0 asks it each time.
  EOT
  type = map(object({
    function         = optional(object({ name = string, invoke_arn = string, alias = optional(string) }))
    jwt              = optional(object({ issuer = string, audiences = list(string) }))
    identity_sources = optional(list(string), ["$request.header.Authorization"])
    ttl_seconds      = optional(number, 300)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for authorizer in var.authorizers : (authorizer.function == null) != (authorizer.jwt == null)
    ])
    error_message = join(" ", [
      "Of ${join(", ", keys(var.authorizers))}, some authorizer has both or none of function and jwt: write one",
      "of them.",
    ])
  }

  validation {
    condition = alltrue([
      for name in keys(var.authorizers) :
      can(regex("^[a-zA-Z0-9_-]{1,64}$", name)) && !contains(["AWS_IAM", "NONE"], name)
    ])
    error_message = join(" ", [
      "authorizers holds ${join(", ", keys(var.authorizers))}: write names of letters, digits, \"_\" or \"-\"",
      "other than AWS_IAM and NONE.",
    ])
  }

  validation {
    condition = alltrue([
      for authorizer in var.authorizers :
      alltrue([for source in authorizer.identity_sources : startswith(source, "$")]) &&
      length(authorizer.identity_sources) > 0
    ])
    error_message = join(" ", [
      "The identity_sources of",
      "${join(
        ", ",
        [
          for name, authorizer in var.authorizers :
          "${name} are ${jsonencode(authorizer.identity_sources)}"
        ]
      )}:",
      "write at least one, such as \"$request.header.Authorization\" or \"$request.querystring.token\".",
    ])
  }

  validation {
    condition = alltrue([
      for authorizer in var.authorizers :
      authorizer.jwt == null ? true :
      startswith(authorizer.jwt.issuer, "https://") && length(authorizer.jwt.audiences) > 0
    ])
    error_message = join(" ", [
      "The jwt of",
      "${join(
        ", ",
        [
          for name, authorizer in var.authorizers :
          "${name} is ${jsonencode(authorizer.jwt)}" if authorizer.jwt != null
        ]
      )}:",
      "write an issuer that begins with \"https://\", and at least one of the audiences.",
    ])
  }

  validation {
    condition = alltrue([
      for authorizer in var.authorizers : authorizer.ttl_seconds >= 0 && authorizer.ttl_seconds <= 3600
    ])
    error_message = join(" ", [
      "The ttl_seconds of",
      "${join(", ", [for name, authorizer in var.authorizers : "${name} is ${authorizer.ttl_seconds}"])}: write",
      "0 to 3600 seconds.",
    ])
  }
}

variable "cors" {
  description = <<-EOT
    Lets pages of other `origins` call the API: answers their preflight requests, and marks each answer.
    What the functions say of it themselves is replaced.
  EOT
  type = object({
    origins         = list(string)
    credentials     = optional(bool, false)
    headers         = optional(list(string), ["Authorization", "Content-Type", "X-Amz-Date", "X-Amz-Security-Token"])
    max_age_seconds = optional(number, 600)
    methods         = optional(list(string), ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"])
  })
  default = null

  validation {
    condition = (
      var.cors == null ? true : var.cors.origins == tolist(["*"]) || length(var.cors.origins) > 0 && alltrue([
        for origin in var.cors.origins : can(regex("^https?://[^/, ]+$", origin))
      ])
    )
    error_message = join(" ", [
      "cors.origins is ${jsonencode(try(var.cors.origins, []))}: write origins without a path, for example",
      "\"https://shop.example.com\", or [\"*\"] for every page.",
    ])
  }

  validation {
    condition = var.cors == null ? true : !contains(var.cors.origins, "*") || !var.cors.credentials
    error_message = join(" ", [
      "cors.credentials is true for every origin, which browsers refuse: write the",
      "origins that send them.",
    ])
  }
}

variable "description" {
  description = "What the API is for."
  type        = string
  default     = null

  validation {
    condition     = length(coalesce(var.description, " ")) <= 1024
    error_message = "description has ${length(coalesce(var.description, " "))} characters: write at most 1024."
  }
}

variable "domain" {
  description = <<-EOT
    Domain of the API's own, with its certificate in ACM and the path under it, none by default.
    Without a `certificate` the API joins a domain that exists already: `{ name = module.shop.domain.name,
    base_path = "prices" }`.
    The address AWS made for the API is then closed.
    `apis` are further REST and HTTP APIs that the domain leads to, by their paths: `{ prices = module.prices }`.
    With a `truststore`, the authorities in that file of a bucket, callers show a certificate from one of them
    (mutual TLS).
    Point the domain at the output `domain`.
  EOT
  type = object({
    name        = string
    certificate = optional(object({ arn = string }))
    apis        = optional(map(object({ id = string, stage = string })), {})
    base_path   = optional(string)
    truststore = optional(object({
      bucket  = object({ name = string })
      key     = string
      version = optional(string)
    }))
  })
  default = null

  validation {
    condition = (
      try(var.domain.base_path, null) == null ? true :
      can(regex("^[a-zA-Z0-9$_.!*'()-]+(/[a-zA-Z0-9$_.!*'()-]+)*$", var.domain.base_path))
    )
    error_message = join(" ", [
      "domain.base_path is \"${try(coalesce(var.domain.base_path, ""), "")}\": write a path without \"/\" at",
      "its ends, for example \"users\", or leave it out.",
    ])
  }

  validation {
    condition = alltrue([
      for path in keys(try(var.domain.apis, {})) :
      can(regex("^[a-zA-Z0-9$_.!*'()-]+(/[a-zA-Z0-9$_.!*'()-]+)*$", path)) && path != try(var.domain.base_path, null)
    ])
    error_message = join(" ", [
      "domain.apis has the paths ${jsonencode(keys(try(var.domain.apis, {})))}:",
      "write paths without \"/\" at their ends, other than base_path, for example \"prices\".",
    ])
  }

  validation {
    condition     = try(var.domain.truststore, null) == null || try(var.domain.certificate, null) != null
    error_message = "domain.truststore is set without a certificate: write it where the domain is made."
  }
}

variable "log" {
  description = <<-EOT
    The access logs: for how many days they are kept, and the key that encrypts them, which must list `logs` in
    its `services`.
  EOT
  type = object({
    retention_days = optional(number, 30)
    kms_key        = optional(object({ arn = string }))
  })
  default  = {}
  nullable = false

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

variable "network" {
  description = <<-EOT
    Network that `listener` and `registry` of routes are reached in, through a VPC link in its private subnets:
    `network/vpc` as the whole module.
  EOT
  type        = object({ id = string, cidr = string, private_subnet_ids = map(string) })
  default     = null
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds what the role of routes to services can ever be allowed."
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

variable "routes" {
  description = <<-EOT
    What answers, by method and path: `{ "POST /users" = { function = module.users } }`, as the whole module.
    A route also leads into the `network`: to the `listener` of a load balancer (`network/alb`),
    or to a `registry` of Cloud Map; `tls_name` is whom the certificate there must name, without which the call is
    plain HTTP.
    Instead of a function a route leads to a `url` elsewhere, which may repeat the path's parameters
    (`https://prices.example.com/{proxy}`); or its body becomes a message of a `queue`, an event of an `event_bus`
    (with `detail_type` and `event_source`) or the input of an execution of a `state_machine`, started by a role made
    for it. Give modules of the platform whole, existing things as `{ arn = "…" }`, a queue with its `url`.
    `ANY` stands for all methods, `{id}` for a segment, `{proxy+}` for all that follow, and `$default` as the
    whole key for what no other route takes.
    `authorization` is `AWS_IAM` (callers carry `grants.invoke` and sign), the name of an authorizer, or `NONE`,
    which opens the route to everyone.
    `scopes` is what a token must allow, one of them.
    `throttle` is the route's own.
  EOT
  type = map(object({
    function = optional(object({ name = string, invoke_arn = string, alias = optional(string) }))
    listener = optional(object({ listener_arn = string }))
    registry = optional(object({ arn = string }))
    url      = optional(string)
    queue = optional(object({
      arn = string
      url = string
      grants = optional(object({
        send = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      }))
    }))
    event_bus = optional(object({
      arn = string
      grants = optional(object({
        publish = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      }))
    }))
    state_machine = optional(object({
      arn = string
      grants = optional(object({
        start = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      }))
    }))
    detail_type   = optional(string)
    event_source  = optional(string)
    authorization = optional(string, "AWS_IAM")
    scopes        = optional(list(string), [])
    throttle      = optional(object({ rate = number, burst = number }))
    timeout_ms    = optional(number, 29000)
    tls_name      = optional(string)
  }))
  nullable = false

  validation {
    condition = length(var.routes) > 0
    error_message = join(" ", [
      "routes holds nothing: write at least one, for example { \"GET /users\" = { function",
      "= module.users } }.",
    ])
  }

  validation {
    condition = alltrue([
      for route in keys(var.routes) :
      route == "$default" ||
      can(
        regex(
          "^(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) (/|(/([a-zA-Z0-9._:-]+|\\{[a-zA-Z0-9._-]+\\}))*(/([a-zA-Z0-9._:-]+|\\{[a-zA-Z0-9._-]+\\+?\\})))$",
          route
        )
      )
    ])
    error_message = join(" ", [
      "routes holds ${join(", ", [for route in keys(var.routes) : "\"${route}\""])}: write a method in",
      "capitals, one space and a path, for example \"GET /users/{id}\", or \"$default\"; {name+} may only end a",
      "path.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes :
      length([
        for target in [
          route.function != null,
          route.listener != null,
          route.registry != null,
          route.url != null,
          route.queue != null,
          route.event_bus != null,
          route.state_machine != null,
        ] : target if target
      ]) == 1
    ])
    error_message = join(" ", [
      "Of ${join(", ", [for route in keys(var.routes) : "\"${route}\""])}, some route has none or several of",
      "function, listener, registry, url, queue, event_bus and state_machine: write one of them.",
    ])
  }

  validation {
    condition = alltrue([
      for key, route in var.routes :
      can(regex("^https?://[^/ ?#]+(/[^ ]*)?$", route.url)) && alltrue([
        for name in flatten(regexall("\\{([^}]*)\\}", route.url)) :
        strcontains(key, "{${name}}") || strcontains(key, "{${name}+}")
      ]) if route.url != null
    ])
    error_message = join(" ", [
      "The url of",
      "${join(
        ", ",
        [for key, route in var.routes : "\"${key}\" is ${route.url}" if route.url != null]
      )}:",
      "write \"https://\" or \"http://\", a host and a path, with parameters of the route only.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes :
      length(distinct([for each in [route.event_bus, route.detail_type, route.event_source] : each == null])) == 1
    ])
    error_message = join(" ", [
      "Of ${join(", ", [for key in keys(var.routes) : "\"${key}\""])}, some route has an event_bus without",
      "detail_type and event_source, or these without an event_bus: write all three.",
    ])
  }

  # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-message-order.html
  validation {
    condition = alltrue([for route in var.routes : route.queue == null || !can(regex("[.]fifo$", route.queue.url))])
    error_message = join(" ", [
      "The queue of",
      "${join(", ", [for key, route in var.routes : "\"${key}\" is ${route.queue.url}" if route.queue != null])}: a",
      "FIFO queue wants a group of each message, write a standard one.",
    ])
  }

  validation {
    condition = (
      var.network != null || alltrue([for route in var.routes : route.listener == null && route.registry == null])
    )
    error_message = join(" ", [
      "Of ${join(", ", [
        for key, route in var.routes : "\"${key}\"" if route.listener != null || route.registry != null
      ])}, each leads",
      "into a network, but there is none: write network = module.network.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes : route.tls_name == null || route.listener != null || route.registry != null
    ])
    error_message = join(" ", [
      "Of ${join(", ", [for key, route in var.routes : "\"${key}\"" if route.tls_name != null])}, some route",
      "has a tls_name without a listener or a registry: write tls_name with one of them only.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes : contains(concat(["AWS_IAM", "NONE"], keys(var.authorizers)), route.authorization)
    ])
    error_message = join(" ", [
      "The authorization of",
      "${join(
        ", ",
        [
          for key, route in var.routes :
          "\"${key}\" is ${route.authorization}" if !contains(
            concat(["AWS_IAM", "NONE"], keys(var.authorizers)),
            route.authorization
          )
        ]
      )}:",
      "write \"AWS_IAM\", \"NONE\" to open the route to everyone, or the name of an",
      "authorizer${length(var.authorizers) == 0 ? " (there are none)" : ": ${join(", ", keys(var.authorizers))}"}.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes :
      length(route.scopes) == 0 ? true : try(var.authorizers[route.authorization].jwt != null, false)
    ])
    error_message = join(" ", [
      "Of ${join(", ", [for key, route in var.routes : "\"${key}\"" if length(route.scopes) > 0])}, some route",
      "has scopes but no authorizer that reads tokens: write the name of one with jwt as its authorization.",
    ])
  }

  validation {
    condition = alltrue([
      for route in var.routes : route.throttle == null ? true : route.throttle.rate > 0 && route.throttle.burst >= 1
    ])
    error_message = join(" ", [
      "The throttle of",
      "${join(
        ", ",
        [
          for key, route in var.routes :
          "\"${key}\" is ${jsonencode(route.throttle)}" if route.throttle != null
        ]
      )}:",
      "write a rate of more than 0 and a burst of at least 1.",
    ])
  }

  validation {
    condition = alltrue([for route in var.routes : route.timeout_ms >= 50 && route.timeout_ms <= 30000])
    error_message = join(" ", [
      "The timeout_ms of ${join(", ", [for key, route in var.routes : "\"${key}\" is ${route.timeout_ms}"])}:",
      "write 50 to 30000 ms.",
    ])
  }
}

variable "stage" {
  description = <<-EOT
    Name of the stage.
    `$default` has no segment in the API's paths; any other name is their first, and functions then find it in
    `rawPath`.
  EOT
  type        = string
  default     = "$default"
  nullable    = false

  validation {
    condition = var.stage == "$default" || can(regex("^[a-zA-Z0-9_-]{1,128}$", var.stage))
    error_message = join(" ", [
      "stage is \"${var.stage}\": write letters, digits, \"_\" or \"-\", for example",
      "\"live\", or leave it out.",
    ])
  }
}

variable "throttle" {
  description = <<-EOT
    Requests per second that each route takes (`rate`), and the burst it takes on top before it answers 429.
  EOT
  type = object({
    rate  = optional(number, 100)
    burst = optional(number, 200)
  })
  default  = {}
  nullable = false

  validation {
    condition = (
      var.throttle.rate > 0 && var.throttle.rate <= 10000 && var.throttle.burst >= 1 && var.throttle.burst <= 5000
    )
    error_message = join(" ", [
      "throttle is ${jsonencode(var.throttle)}: an account takes 10000 requests per second and a burst of 5000,",
      "write a rate and a burst of more than 0 and up to them.",
    ])
  }
}

variable "variables" {
  description = "Variables of the stage. Functions get them as `stageVariables`."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for name, value in var.variables :
      can(regex("^[A-Za-z0-9_]+$", name)) && can(regex("^[A-Za-z0-9._~:/?#&=,-]*$", value))
    ])
    error_message = join(" ", [
      "variables is ${jsonencode(var.variables)}: write names of letters, digits and \"_\", and",
      "values of letters, digits and \"._~:/?#&=,-\".",
    ])
  }
}
