variable "name" {
  description = "Name of the schedule, of its group, and the beginning of its role's name."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_.-]{1,64}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 64 letters, digits, \".\", \"_\" or \"-\", for example",
      "\"shop-prod-report\".",
    ])
  }

  validation {
    condition     = var.name != "default" || var.group != null
    error_message = "name is \"default\": AWS made that group, write another name or a group."
  }
}

variable "tags" {
  description = "Tags of the schedule's group, role and alarm. Schedules themselves have none."
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
    ARNs to notify when the target could not be invoked, usually one SNS topic. Without any, there is no alarm.
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

variable "dead_letter_queue" {
  description = <<-EOT
    Queue for invocations that failed for good, a standard one from `messaging/sqs-queue` or one that exists already
    (`{ arn = "arn:aws:sqs:…" }`; an encrypted one with its `grants.send`). Its messages are what the target would have
    got, and say why in their attributes. null loses them.
  EOT
  type = object({
    arn = string
    grants = optional(object({
      send = list(object({
        actions    = list(string)
        resources  = list(string)
        conditions = list(object({ test = string, variable = string, values = list(string) }))
      }))
    }))
  })

  validation {
    condition = var.dead_letter_queue == null || can(
      regex("^arn:[^:]+:sqs:[^:]+:[0-9]{12}:[a-zA-Z0-9_-]+$", var.dead_letter_queue.arn)
    )
    error_message = join(" ", [
      "dead_letter_queue is ${try(var.dead_letter_queue.arn, "null")}: write the ARN of a standard queue,",
      "arn:aws:sqs:…; EventBridge Scheduler takes no FIFO queue.",
    ])
  }
}

variable "description" {
  description = "What is done, and what for."
  type        = string
  default     = null

  validation {
    condition     = length(coalesce(var.description, " ")) <= 512
    error_message = "description has ${length(coalesce(var.description, " "))} characters: write at most 512."
  }
}

variable "enabled" {
  description = "Whether the target is invoked."
  type        = bool
  default     = true
  nullable    = false
}

variable "ends_at" {
  description = "Moment after which a `cron` or `rate` schedule is over, in UTC, such as `2027-03-31T22:00:00Z`."
  type        = string
  default     = null

  validation {
    condition     = var.ends_at == null || can(timeadd(var.ends_at, "0s"))
    error_message = "ends_at is ${jsonencode(var.ends_at)}: write a moment in UTC, such as \"2027-03-31T22:00:00Z\"."
  }

  validation {
    condition = try(timecmp(var.starts_at, var.ends_at) == -1, true)
    error_message = join(" ", [
      "ends_at is ${jsonencode(var.ends_at)} and starts_at ${jsonencode(var.starts_at)}: write a later ends_at.",
    ])
  }

  validation {
    condition = (var.ends_at == null && var.starts_at == null) || !startswith(var.schedule, "at(")
    error_message = join(" ", [
      "ends_at or starts_at is set, but schedule is ${var.schedule}: one moment has no period, leave them out.",
    ])
  }
}

variable "group" {
  description = <<-EOT
    Group of other schedules that this one joins: output `group` of another, or `{ name = "default" }`. Without one, it
    has a group of its own.
  EOT
  type        = object({ name = string })
  default     = null

  validation {
    condition = var.group == null || can(regex("^[a-zA-Z0-9_.-]{1,64}$", var.group.name))
    error_message = join(" ", [
      "group.name is ${jsonencode(try(var.group.name, null))}: write 1 to 64 letters, digits, \".\", \"_\" or \"-\".",
    ])
  }

  validation {
    condition = var.group == null || length(var.alarm_actions) == 0
    error_message = join(" ", [
      "group is set together with alarm_actions: metrics are of a whole group, leave out alarm_actions and write an",
      "alarm for the group.",
    ])
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts what the target gets, from `operations/kms-key`. The principal that applies needs
    `kms:Decrypt` and `kms:GenerateDataKey` of it. Without one, EventBridge Scheduler encrypts with a key of its
    own.
  EOT
  type        = object({ arn = string })
  default     = null

  validation {
    condition = var.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key.arn))
    error_message = join(" ", [
      "kms_key is ${jsonencode(var.kms_key)}: write the ARN of a key, arn:aws:kms:…:key/…, not of an alias.",
    ])
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds what the role can ever be allowed."
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

variable "retry" {
  description = <<-EOT
    How often (`attempts`), and for how long after it was due (`max_age_seconds`), a failed invocation is tried again.
    0 attempts try once.
  EOT
  type = object({
    attempts        = optional(number, 185)
    max_age_seconds = optional(number, 86400)
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      var.retry.attempts >= 0, var.retry.attempts <= 185, floor(var.retry.attempts) == var.retry.attempts,
    ])
    error_message = "retry.attempts is ${var.retry.attempts}: write 0 to 185."
  }

  validation {
    condition = alltrue([
      var.retry.max_age_seconds >= 60, var.retry.max_age_seconds <= 86400,
      floor(var.retry.max_age_seconds) == var.retry.max_age_seconds,
    ])
    error_message = "retry.max_age_seconds is ${var.retry.max_age_seconds}: write 60 to 86400 (a day)."
  }
}

variable "schedule" {
  description = <<-EOT
    When the target is invoked: `cron(0 6 * * ? *)` by the clock of `timezone`, `rate(5 minutes)` from when the schedule
    is made, or once `at(2027-01-31T06:00:00)`.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = anytrue([
      can(regex("^rate\\((1 (minute|hour|day)s?|([2-9]|[1-9][0-9]+) (minutes|hours|days))\\)$", var.schedule)),
      can(regex(join("", [
        "^cron\\([0-9,*/-]+ [0-9,*/-]+ (\\? [0-9A-Z,*/-]+ [0-9A-Z,*/#-]+",
        "|[0-9LW,*/-]+ [0-9A-Z,*/-]+ \\?) [0-9,*/-]+\\)$",
      ]), var.schedule)),
      can(regex("^at\\([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\)$", var.schedule)) && can(
        timeadd("${trimsuffix(trimprefix(var.schedule, "at("), ")")}Z", "0s")
      ),
    ])
    error_message = join(" ", [
      "schedule is \"${var.schedule}\": write \"cron(0 6 * * ? *)\", \"rate(5 minutes)\" or, for once,",
      "\"at(2027-01-31T06:00:00)\".",
    ])
  }
}

variable "starts_at" {
  description = "Moment before which a `cron` or `rate` schedule does nothing, in UTC. `rate` counts from it."
  type        = string
  default     = null

  validation {
    condition = var.starts_at == null || can(timeadd(var.starts_at, "0s"))
    error_message = join(" ", [
      "starts_at is ${jsonencode(var.starts_at)}: write a moment in UTC, such as \"2027-01-01T05:00:00Z\".",
    ])
  }
}

variable "timezone" {
  description = "Time zone whose clock `cron` and `at` follow, summer time included, by its IANA name."
  type        = string
  default     = "UTC"
  nullable    = false

  validation {
    condition = length(var.timezone) <= 50 && can(
      regex("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$", var.timezone)
    )
    error_message = join(" ", [
      "timezone is \"${var.timezone}\": write a name of the IANA's of up to 50 characters, such as",
      "\"Europe/Berlin\".",
    ])
  }
}

variable "to" {
  description = <<-EOT
    What is invoked: exactly one of `function`, `queue`, `topic`, `state_machine`, `stream` (with `partition_key`),
    `delivery_stream`, `event_bus` (with `detail_type` and `event_source`), `task` and `api`. Modules of the platform
    are handed over whole; of what exists already, `{ arn = "…" }`.
    `input` is what the target gets, mostly JSON; EventBridge Scheduler fills in `<aws.scheduler.scheduled-time>`,
    `<aws.scheduler.execution-id>`, `<aws.scheduler.attempt-number>` and `<aws.scheduler.schedule-arn>`.
    `message_group_id` is for a FIFO queue.
    `task` runs Fargate tasks of a task definition in a cluster, in these subnets; `role_arns` are the task's and its
    execution role. `input` overrides the containers' settings.
    `api` calls any API of AWS (a universal target): `service` and `action` as SDKs for Java name them, such as
    `sqs` and `purgeQueue`, `grants` what the call needs; `input` holds its parameters.
  EOT
  type = object({
    api = optional(object({
      service = string
      action  = string
      grants = list(list(object({
        actions    = list(string)
        resources  = list(string)
        conditions = list(object({ test = string, variable = string, values = list(string) }))
      })))
    }))
    delivery_stream = optional(object({
      arn = string
      grants = optional(object({
        put = list(object({
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
    function = optional(object({
      arn = string
      grants = optional(object({
        invoke = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      }))
    }))
    queue = optional(object({
      arn = string
      grants = optional(object({
        send = list(object({
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
    stream = optional(object({
      arn = string
      grants = optional(object({
        write = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      }))
    }))
    task = optional(object({
      cluster             = object({ arn = string })
      role_arns           = list(string)
      security_group_ids  = list(string)
      subnet_ids          = list(string)
      task_definition_arn = string
      tasks               = optional(number, 1)
    }))
    topic = optional(object({
      arn = string
      grants = optional(object({
        publish = list(object({
          actions    = list(string)
          resources  = list(string)
          conditions = list(object({ test = string, variable = string, values = list(string) }))
        }))
      }))
    }))

    detail_type      = optional(string)
    event_source     = optional(string)
    input            = optional(string)
    message_group_id = optional(string)
    partition_key    = optional(string)
  })
  nullable = false

  validation {
    condition = length([
      for kind in [
        var.to.api != null, var.to.delivery_stream != null, var.to.event_bus != null, var.to.function != null,
        var.to.queue != null, var.to.state_machine != null, var.to.stream != null, var.to.task != null,
        var.to.topic != null,
      ] : kind if kind
    ]) == 1
    error_message = join(" ", [
      "to has none or several of api, delivery_stream, event_bus, function, queue, state_machine, stream, task and",
      "topic: write exactly one.",
    ])
  }

  validation {
    condition = alltrue([
      for setting in [var.to.detail_type, var.to.event_source] : (setting == null) == (var.to.event_bus == null)
    ])
    error_message = join(" ", [
      "to.detail_type is ${jsonencode(var.to.detail_type)} and to.event_source ${jsonencode(var.to.event_source)}:",
      "write both with event_bus, since rules pick events by them, and neither without.",
    ])
  }

  validation {
    condition     = (var.to.stream == null) == (var.to.partition_key == null)
    error_message = "to.partition_key is ${jsonencode(var.to.partition_key)}: write it together with stream."
  }

  validation {
    condition     = var.to.message_group_id == null || var.to.queue != null
    error_message = "to.message_group_id is ${jsonencode(var.to.message_group_id)}: write it for a FIFO queue only."
  }

  # https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html#unsupported-api-actions
  validation {
    condition = var.to.api == null || try(alltrue([
      can(regex("^[a-z0-9]+$", var.to.api.service)),
      can(regex("^[a-z][A-Za-z0-9]+$", var.to.api.action)),
      !can(regex(join("|", [
        "^(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet",
        "batchDescribe|batchRead|transactGet|adminGet|adminList|testMigration|retrieve|testConnection",
        "translateDocument|isAuthorized|invokeModel)",
      ]), var.to.api.action)),
    ]), false)
    error_message = join(" ", [
      "to.api is ${try("${var.to.api.service}:${var.to.api.action}", "null")}: write a service and an action as SDKs",
      "for Java name them, such as \"sqs\" and \"purgeQueue\"; actions that only read cannot be scheduled.",
    ])
  }

  validation {
    condition = (var.to.api == null && var.to.event_bus == null && var.to.task == null) || can(
      keys(jsondecode(coalesce(var.to.input, "{}")))
    )
    error_message = "to.input is ${jsonencode(var.to.input)}: write a JSON object with jsonencode({ … })."
  }

  validation {
    condition = var.to.task == null || try(
      var.to.task.tasks >= 1 && var.to.task.tasks <= 10 && floor(var.to.task.tasks) == var.to.task.tasks, false
    )
    error_message = "to.task.tasks is ${try(var.to.task.tasks, 0)}: write 1 to 10."
  }
}

variable "window_seconds" {
  description = <<-EOT
    Time within which the target is invoked after it is due, in whole minutes: many schedules of one moment are spread
    over it. 0 invokes it within the minute.
  EOT
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.window_seconds >= 0 && var.window_seconds <= 86400 && var.window_seconds % 60 == 0
    error_message = "window_seconds is ${var.window_seconds}: write whole minutes, 60 to 86400 (a day), or 0 for none."
  }
}
