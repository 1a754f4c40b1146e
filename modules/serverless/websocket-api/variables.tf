variable "name" {
  description = "Name of the API. Its table is called the same with `-connections` behind it."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 64 letters, digits, \"_\" or \"-\", for example",
      "\"shop-prod-chat\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the API, its stage, log group, domain, table and alarms."
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
    ARNs to notify when messages fail or are slow, or the table fails, usually one SNS topic.
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
    Percentage of the messages and connects within five minutes that may be refused before the alarm is raised.
    Without it there is no such alarm: most APIs refuse some every day.
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
      "messages, from 0 to less than 100, or leave it out.",
    ])
  }
}

variable "alarm_error_percent" {
  description = <<-EOT
    Percentage of the messages and connects within five minutes that may fail in the functions before the alarm is
    raised.
  EOT
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition = var.alarm_error_percent >= 0 && var.alarm_error_percent < 100
    error_message = join(" ", [
      "alarm_error_percent is ${var.alarm_error_percent}: write a percentage of the messages, from 0 to less",
      "than 100.",
    ])
  }
}

variable "alarm_latency_ms" {
  description = <<-EOT
    Milliseconds that the slowest hundredth of the messages may take their functions before the alarm is raised.
  EOT
  type        = number
  default     = 3000
  nullable    = false

  validation {
    condition = var.alarm_latency_ms > 0 && var.alarm_latency_ms <= 29000
    error_message = join(" ", [
      "alarm_latency_ms is ${var.alarm_latency_ms}: API Gateway waits for 29000 ms at most, write more than 0",
      "and up to 29000.",
    ])
  }
}

variable "authorizers" {
  description = <<-EOT
    Who checks those who connect, by a name that `$connect` writes as its `authorization`: a `function` that
    answers with a policy.
    It gets `identity_sources` of the request, without which it refuses.
  EOT
  type = map(object({
    function         = object({ name = string, invoke_arn = string, alias = optional(string) })
    identity_sources = optional(list(string), ["route.request.header.Authorization"])
  }))
  default  = {}
  nullable = false

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
      alltrue([
        for source in authorizer.identity_sources : can(regex("^(route\\.request|context|stageVariables)\\.", source))
      ]) &&
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
      "write at least one, such as \"route.request.header.Authorization\" or",
      "\"route.request.querystring.token\".",
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
    base_path = "chat" }`.
    The address AWS made for the API is then closed.
    `apis` are further WebSocket APIs that the domain leads to, by their paths: `{ news = module.news }`; those of
    other kinds need a domain of their own.
    Point the domain at the output `domain`.
  EOT
  type = object({
    name        = string
    certificate = optional(object({ arn = string }))
    apis        = optional(map(object({ id = string, stage = string })), {})
    base_path   = optional(string)
  })
  default = null

  validation {
    condition = (
      try(var.domain.base_path, null) == null ? true :
      can(regex("^[a-zA-Z0-9$_.!*'()-]+(/[a-zA-Z0-9$_.!*'()-]+)*$", var.domain.base_path))
    )
    error_message = join(" ", [
      "domain.base_path is \"${try(coalesce(var.domain.base_path, ""), "")}\": write a path without \"/\" at",
      "its ends, for example \"chat\", or leave it out.",
    ])
  }

  validation {
    condition = alltrue([
      for path in keys(try(var.domain.apis, {})) :
      can(regex("^[a-zA-Z0-9$_.!*'()-]+(/[a-zA-Z0-9$_.!*'()-]+)*$", path)) && path != try(var.domain.base_path, null)
    ])
    error_message = join(" ", [
      "domain.apis has the paths ${jsonencode(keys(try(var.domain.apis, {})))}:",
      "write paths without \"/\" at their ends, other than base_path, for example \"news\".",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the table of the connections, from `operations/kms-key`.
    Without one, DynamoDB uses the key AWS keeps for it in your account.
  EOT
  type        = object({ arn = string })
  default     = null

  validation {
    condition = var.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key.arn))
    error_message = join(" ", [
      "kms_key is ${jsonencode(var.kms_key)}: write the ARN of a key, arn:aws:kms:…:key/…,",
      "not of an alias.",
    ])
  }
}

variable "log" {
  description = <<-EOT
    The access logs: for how many days they are kept, and the key that encrypts them, which must list `logs` in
    its `services`.
    `execution` also logs each step of a request: `OFF`, `ERROR` or `INFO`.
    The account needs a role for both, once per region: see the README.
  EOT
  type = object({
    execution      = optional(string, "OFF")
    retention_days = optional(number, 30)
    kms_key        = optional(object({ arn = string }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["OFF", "ERROR", "INFO"], var.log.execution)
    error_message = "log.execution is \"${var.log.execution}\": write \"OFF\", \"ERROR\" or \"INFO\"."
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

variable "route_selection_expression" {
  description = "Where in a message the key of its route is."
  type        = string
  default     = "$request.body.action"
  nullable    = false

  validation {
    condition = can(regex("\\$\\{?request\\.(body|header|querystring)", var.route_selection_expression))
    error_message = join(" ", [
      "route_selection_expression is \"${var.route_selection_expression}\": write where the route's key is,",
      "for example \"$request.body.action\".",
    ])
  }
}

variable "routes" {
  description = <<-EOT
    Functions by the key of their route: `{ send = { function = module.chat } }`, as the whole module.
    `$connect` lets in who connects or refuses by its status; its `authorization` is `AWS_IAM` by default (callers
    carry `grants.invoke` and sign), the name of an authorizer, or `NONE`, which lets in everyone.
    `$disconnect` gets who left, `$default` gets messages of no other route.
    With `answers`, what the function returns as `body` goes back to the sender.
    `throttle` is the route's own.
  EOT
  type = map(object({
    function      = object({ name = string, invoke_arn = string, alias = optional(string) })
    answers       = optional(bool, false)
    authorization = optional(string)
    throttle      = optional(object({ rate = number, burst = number }))
    timeout_ms    = optional(number, 29000)
  }))
  nullable = false

  validation {
    condition = contains(keys(var.routes), "$connect")
    error_message = join(" ", [
      "routes holds ${join(", ", [for route in keys(var.routes) : "\"${route}\""])}: write \"$connect\" too,",
      "without which everyone may connect.",
    ])
  }

  validation {
    condition = alltrue([
      for route in keys(var.routes) :
      contains(["$connect", "$default", "$disconnect"], route) || can(regex("^[a-zA-Z0-9._-]{1,64}$", route))
    ])
    error_message = join(" ", [
      "routes holds ${join(", ", [for route in keys(var.routes) : "\"${route}\""])}: write \"$connect\",",
      "\"$disconnect\", \"$default\", or keys of letters, digits, \".\", \"_\" or \"-\".",
    ])
  }

  validation {
    condition = alltrue([for key, route in var.routes : route.authorization == null || key == "$connect"])
    error_message = join(" ", [
      "Of ${join(", ", [for key, route in var.routes : "\"${key}\"" if route.authorization != null])}, some",
      "route has an authorization of its own: write it at \"$connect\" only, which is where callers are asked.",
    ])
  }

  validation {
    condition = (
      try(var.routes["$connect"].authorization, null) == null ? true :
      contains(concat(["AWS_IAM", "NONE"], keys(var.authorizers)), var.routes["$connect"].authorization)
    )
    error_message = join(" ", [
      "The authorization of \"$connect\" is ${try(coalesce(var.routes["$connect"].authorization, ""), "")}:",
      "write \"AWS_IAM\", \"NONE\" to let in everyone, or the name of an",
      "authorizer${length(var.authorizers) == 0 ? " (there are none)" : ": ${join(", ", keys(var.authorizers))}"}.",
    ])
  }

  validation {
    condition = alltrue([
      for key, route in var.routes : !route.answers || !contains(["$connect", "$disconnect"], key)
    ])
    error_message = join(" ", [
      "Of ${join(", ", [for key, route in var.routes : "\"${key}\"" if route.answers])}, some route cannot",
      "answer: write answers for messages only, not for \"$connect\" and \"$disconnect\".",
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
    condition = alltrue([for route in var.routes : route.timeout_ms >= 50 && route.timeout_ms <= 29000])
    error_message = join(" ", [
      "The timeout_ms of ${join(", ", [for key, route in var.routes : "\"${key}\" is ${route.timeout_ms}"])}:",
      "write 50 to 29000 ms.",
    ])
  }
}

variable "stage" {
  description = "Name of the stage, the path of the API's address."
  type        = string
  default     = "live"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,128}$", var.stage))
    error_message = "stage is \"${var.stage}\": write letters, digits, \"_\" or \"-\", for example \"live\"."
  }
}

variable "throttle" {
  description = "Messages per second that each route takes (`rate`), and the burst it takes on top before it refuses."
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
