variable "name" {
  description = "Name of the rule."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_.-]{1,64}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 64 letters, digits, \".\", \"_\" or \"-\", for example",
      "\"shop-prod-welcome\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the rule and its alarm."
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
    ARNs to notify when an event could not be delivered, usually one SNS topic.
    Without any, there is no alarm.
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

variable "description" {
  description = "Which events the rule picks, and what for."
  type        = string
  default     = null

  validation {
    condition     = length(coalesce(var.description, " ")) <= 512
    error_message = "description has ${length(coalesce(var.description, " "))} characters: write at most 512."
  }
}

variable "enabled" {
  description = "Whether the rule picks events."
  type        = bool
  default     = true
  nullable    = false
}

variable "event_bus" {
  description = <<-EOT
    Bus whose events the rule picks, from `messaging/event-bus`.
    Without one, the account's default bus, where AWS's own events arrive and schedules run.
  EOT
  type        = object({ name = string })
  default     = null
}

variable "pattern" {
  description = "Pattern of the events to pick, as JSON. Either this or `schedule`."
  type        = string
  default     = null

  validation {
    condition = var.pattern == null ? true : can(keys(jsondecode(var.pattern)))
    error_message = join(" ", [
      "pattern is ${coalesce(var.pattern, "null")}: write a JSON object, such as jsonencode({ source =",
      "[\"shop.users\"], detail-type = [\"UserCreated\"] }).",
    ])
  }

  validation {
    condition = (var.pattern == null) != (var.schedule == null)
    error_message = join(" ", [
      "${var.pattern == null ? "Neither pattern nor schedule is" : "pattern and schedule are both"} set: write",
      "one of them. Events that arrive and a clock are two rules.",
    ])
  }

  validation {
    condition = try(
      var.pattern == null || length(jsondecode(var.pattern)) > 0 && alltrue(flatten([
        for field in concat([jsondecode(var.pattern)], [
          for value in values(jsondecode(var.pattern)) : value if can(keys(value))
          ]) : [
          for value in values(field) : can(keys(value)) || can(value[0])
        ]
      ])), true
    )
    error_message = join(" ", [
      "pattern is ${try(coalesce(var.pattern), "null")}: write each value as a list, which holds",
      "one at least, for example { source = [\"shop.users\"] }.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for name, value in try(jsondecode(var.pattern), {}) : [
        for matcher in try([for each in value : keys(each) if name != "$or"], []) : [
          for word in matcher : contains(
            ["anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"], word
          )
        ]
      ] if !can(keys(value))
    ]))
    error_message = join(" ", [
      "pattern is ${try(coalesce(var.pattern), "null")}: write matchers that EventBridge has:",
      "prefix, suffix, anything-but, numeric, exists, equals-ignore-case, cidr or wildcard.",
    ])
  }
}

variable "schedule" {
  description = "Clock by which the rule fires, `rate(…)` or `cron(…)` in UTC. Either this or `pattern`."
  type        = string
  default     = null

  validation {
    condition = var.schedule == null ? true : anytrue([
      can(regex("^rate\\((1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)$", var.schedule)),
      can(regex(
        "^cron\\([0-9,*/-]+ [0-9,*/-]+ (\\? [0-9A-Z,*/-]+ [0-9A-Z,*/#-]+|[0-9A-Z,*/-]+ [0-9A-Z,*/-]+ \\?) [0-9,*/-]+\\)$",
        var.schedule
      )),
    ])
    error_message = join(" ", [
      "schedule is \"${coalesce(var.schedule, "null")}\": write \"rate(5 minutes)\" or",
      "\"cron(0 6 * * ? *)\".",
    ])
  }

  validation {
    condition     = var.schedule == null || var.event_bus == null
    error_message = "schedule is set together with event_bus: schedules run on the default bus, leave event_bus out."
  }
}

variable "targets" {
  description = <<-EOT
    Where the events go, by a name of your choice, up to five.
    A queue from `messaging/sqs-queue` can be handed over whole (`targets = { welcome = module.welcome }`): its
    dead-letter queue also takes the events that cannot be delivered.
    A target without one must name a `dead_letter_queue`.
    `role` is for targets that want one (state machines, streams, other buses); functions, queues and topics let
    the rule in by their own policy.
    `input` is what the target gets instead of the event: a `constant`, as JSON, or a `template` that has values of
    the event's `paths` by their names, `jsonencode({ order = "<order>" })`. A number or an object that is to stay one
    has no quotation marks, `{"total": <total>}`, and so no jsonencode().
  EOT
  type = map(object({
    arn               = string
    dead_letter_queue = optional(object({ arn = string }))
    input = optional(object({
      constant = optional(string)
      paths    = optional(map(string), {})
      template = optional(string)
    }))
    message_group_id = optional(string)
    retry = optional(
      object({ attempts = optional(number, 185), max_age_seconds = optional(number, 86400) }),
      {}
    )
    role = optional(object({ arn = string }))
  }))
  nullable = false

  validation {
    condition = length(var.targets) >= 1 && length(var.targets) <= 5
    error_message = join(" ", [
      "There are ${length(var.targets)} targets: EventBridge takes 1 to 5 per rule, write another rule for",
      "more.",
    ])
  }

  validation {
    condition = alltrue([for target in var.targets : target.dead_letter_queue != null])
    error_message = join(" ", [
      "${join(", ", [for name, target in var.targets : name if target.dead_letter_queue == null])}: a target's",
      "events are lost when it stays unreachable, write its dead_letter_queue (the output of that name of",
      "messaging/sqs-queue).",
    ])
  }

  validation {
    condition = alltrue([
      for target in var.targets :
      target.retry.attempts >= 0 &&
      target.retry.attempts <= 185 &&
      floor(target.retry.attempts) == target.retry.attempts &&
      target.retry.max_age_seconds >= 60 &&
      target.retry.max_age_seconds <= 86400 &&
      floor(target.retry.max_age_seconds) == target.retry.max_age_seconds
    ])
    error_message = join(" ", [
      "retry is ${jsonencode({ for name, target in var.targets : name => target.retry })}: write attempts of 0",
      "to 185 and max_age_seconds of 60 to 86400.",
    ])
  }

  validation {
    condition = alltrue([
      for target in var.targets : target.input == null ? true : (
        (target.input.constant == null) != (target.input.template == null)
        && (target.input.template != null || length(target.input.paths) == 0)
        && can(jsondecode(coalesce(target.input.constant, "{}")))
      )
    ])
    error_message = join(" ", [
      "targets have the input",
      "${jsonencode({ for name, target in var.targets : name => target.input if target.input != null })}:",
      "write either a constant, as JSON by jsonencode({ … }), or a template with its paths.",
    ])
  }

  validation {
    condition = alltrue([for name in keys(var.targets) : can(regex("^[.A-Za-z0-9_-]{1,64}$", name))])
    error_message = join(" ", [
      "targets are called ${join(", ", keys(var.targets))}: write 1 to 64 letters, digits, \".\",",
      "\"_\" or \"-\".",
    ])
  }
}
