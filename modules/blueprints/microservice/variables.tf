variable "name" {
  description = "Name of the service. The names of all that belongs to it begin with the platform's and this."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z][a-z0-9-]{0,19}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 20 lower-case letters, digits or \"-\", beginning with a letter, for",
      "example \"users\".",
    ])
  }
}

variable "tags" {
  description = "Tags of everything in the service."
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

variable "alarms" {
  description = <<-EOT
    `few` watches what callers and owners notice: the API's errors and latency, and messages that wait or were
    given up, where all else that fails ends.
    `all` also watches each function, table, topic and rule, to find the cause sooner.
    Each costs $0.10 a month.
  EOT
  type        = string
  default     = "few"
  nullable    = false

  validation {
    condition     = contains(["all", "few"], var.alarms)
    error_message = "alarms is \"${var.alarms}\": write \"few\" or \"all\"."
  }
}

variable "defaults" {
  description = <<-EOT
    What holds for each function that does not write its own: `package`, `memory_mb` and `timeout_seconds`; and
    `environment`, to which functions add.
  EOT
  type = object({
    environment     = optional(map(string), {})
    memory_mb       = optional(number, 256)
    package         = optional(object({ path = string }))
    timeout_seconds = optional(number, 10)
  })
  default  = {}
  nullable = false
}

variable "functions" {
  description = <<-EOT
    The service's functions, by a name of your choice: the `handler` in the `package`, what it is called for
    (`events`) and what it may do (`grants`).
    An event is exactly one of `api` (a route: `GET /users/{id}`, with an `authorization` of `AWS_IAM` or `NONE`),
    `bus` (a pattern in JSON of events on the platform's bus), `queue`, `table` (its changes), `topic` (each by
    its name here) and `schedule`.
    Grants are words: `tables.users.read_write` (or `read`, `scan`, `write`), `queues.mails.send`,
    `topics.news.publish`, `events.publish` to the platform's bus; `more_grants` takes those of modules outside.
    What a function has a grant of, its environment names: `TABLE_USERS`, `QUEUE_MAILS_URL`, `TOPIC_NEWS_ARN`,
    `EVENT_BUS_NAME`.
  EOT
  type = map(object({
    handler     = string
    description = optional(string, "")
    environment = optional(map(string), {})
    grants      = optional(list(string), [])
    memory_mb   = optional(number)
    more_grants = optional(
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
    package         = optional(object({ path = string }))
    timeout_seconds = optional(number)
    events = optional(map(object({
      api           = optional(string)
      authorization = optional(string, "AWS_IAM")
      bus           = optional(string)
      queue         = optional(string)
      schedule      = optional(string)
      table         = optional(string)
      topic         = optional(string)
    })), {})
  }))
  nullable = false

  validation {
    condition = (
      length(var.functions) > 0 && alltrue([for name in keys(var.functions) : can(regex("^[a-z][a-z0-9-]*$", name))])
    )
    error_message = join(" ", [
      "functions holds ${jsonencode(keys(var.functions))}: write at least one, by names of lower-case letters,",
      "digits and \"-\".",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for function in var.functions : [
        for event in function.events :
        length([
          for given in [event.api, event.bus, event.queue, event.schedule, event.table, event.topic] :
          given if given != null
        ]) == 1
      ]
    ]))
    error_message = join(" ", [
      "In functions, some event has none or several of api, bus, queue, schedule, table and topic: write",
      "exactly one, for example { api = \"GET /users/{id}\" }.",
    ])
  }

  validation {
    condition = alltrue([for function in var.functions : function.package != null || var.defaults.package != null])
    error_message = join(" ", [
      "functions without a package are",
      "${join(", ", [for name, function in var.functions : name if function.package == null])}, and defaults",
      "have none: write package = { path = … } in either.",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for function in var.functions : [
        for event in function.events : [
          event.queue == null ? true : contains(keys(var.queues), event.queue),
          event.table == null ? true : contains(keys(var.tables), event.table),
          event.topic == null ? true : contains(keys(var.topics), event.topic),
        ]
      ]
    ]))
    error_message = join(" ", [
      "In functions, some event names no queue, table or topic that is there: write one of queues",
      "(${join(", ", keys(var.queues))}), tables (${join(", ", keys(var.tables))}) or topics",
      "(${join(", ", keys(var.topics))}).",
    ])
  }

  validation {
    condition = alltrue(flatten([
      for function in var.functions : [
        for word in function.grants :
        word == "events.publish" ||
        can(regex("^tables\\.[^.]+\\.(read|read_write|scan|write)$", word)) &&
        contains(keys(var.tables), try(split(".", word)[1], "")) ||

        can(regex("^queues\\.[^.]+\\.send$", word)) && contains(keys(var.queues), try(split(".", word)[1], "")) ||
        can(regex("^topics\\.[^.]+\\.publish$", word)) && contains(keys(var.topics), try(split(".", word)[1], ""))
      ]
    ]))
    error_message = join(" ", [
      "functions have the grants ${join(", ", distinct(flatten(values(var.functions)[*].grants)))}: write",
      "tables.NAME.read, .read_write, .scan or .write, queues.NAME.send, topics.NAME.publish or events.publish,",
      "with the names of tables (${join(", ", keys(var.tables))}), queues (${join(", ", keys(var.queues))}) and",
      "topics (${join(", ", keys(var.topics))}).",
    ])
  }

  validation {
    condition = alltrue([
      for routes in [[for event in flatten([for function in var.functions : values(function.events)]) : event.api]] :
      length(compact(routes)) == length(distinct(compact(routes)))
    ])
    error_message = join(" ", [
      "functions have the routes",
      "${join(", ", flatten([for function in var.functions : compact(values(function.events)[*].api)]))}:",
      "write each in one function once.",
    ])
  }
}

variable "platform" {
  description = "What the environment's services share, from `blueprints/platform`."
  type = object({
    name          = string
    alarm_actions = list(string)
    event_bus = object({
      name = string
      arn  = string
      grants = object({
        publish = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      })
    })
    kms_key        = object({ arn = string })
    protected      = bool
    retention_days = object({ logs = number })
  })
  nullable = false
}

variable "queues" {
  description = <<-EOT
    Queues by a name of your choice, each with its dead letters, to which a message goes after `max_receives`.
    Their visibility timeout follows from the functions that consume them.
  EOT
  type        = map(object({ fifo = optional(bool, false), max_receives = optional(number, 5) }))
  default     = {}
  nullable    = false
}

variable "tables" {
  description = <<-EOT
    Tables by a name of your choice.
    See `data/dynamodb-table`.
    A table whose changes call a function has a stream.
  EOT
  type = map(object({
    partition_key = object({ name = string, type = optional(string, "S") })
    sort_key      = optional(object({ name = string, type = optional(string, "S") }))
    global_indexes = optional(
      map(
        object({
          partition_key = object({ name = string, type = optional(string, "S") })
          sort_key      = optional(object({ name = string, type = optional(string, "S") }))
        })
      ),
      {}
    )
    ttl = optional(object({ attribute = string, enabled = optional(bool, true) }))
  }))
  default  = {}
  nullable = false
}

variable "topics" {
  description = "Topics by a name of your choice."
  type        = map(object({}))
  default     = {}
  nullable    = false
}
