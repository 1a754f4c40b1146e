variable "name" {
  description = "Name of the state machine. The name of its role begins with it."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_-]{1,80}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 80 letters, digits, \"_\" or \"-\", for example",
      "\"shop-prod-checkout\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the state machine, its role, log group and alarms."
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
    ARNs to notify when executions fail or time out and, of a Standard state machine, are stopped or throttled,
    usually one SNS topic.
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

variable "alarm_failures" {
  description = "Executions that may fail within five minutes before the alarm is raised."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition = var.alarm_failures >= 0 && floor(var.alarm_failures) == var.alarm_failures
    error_message = join(" ", [
      "alarm_failures is ${var.alarm_failures}: write a whole number of executions, or 0 to be notified of the",
      "first.",
    ])
  }
}

variable "alarm_timeouts" {
  description = "Executions that may time out within five minutes before the alarm is raised."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition = var.alarm_timeouts >= 0 && floor(var.alarm_timeouts) == var.alarm_timeouts
    error_message = join(" ", [
      "alarm_timeouts is ${var.alarm_timeouts}: write a whole number of executions, or 0 to be notified of the",
      "first.",
    ])
  }
}

variable "alias" {
  description = <<-EOT
    Publishes a version at every change and has callers start it through an alias.
    With `canary`, they stay on `stable_version` except for `percent` of the executions, which run the version
    just published; leave it out to move them all.
  EOT
  type = object({
    name   = optional(string, "live")
    canary = optional(object({ stable_version = string, percent = number }))
  })
  default = null

  validation {
    condition = (
      var.alias == null ? true :
      can(regex("^[a-zA-Z0-9_.-]{1,80}$", var.alias.name)) && !can(regex("^[0-9]+$", var.alias.name))
    )
    error_message = join(" ", [
      "alias.name is \"${try(var.alias.name, "")}\": write up to 80 letters, digits, \".\", \"_\" or \"-\", not",
      "digits alone, for example \"live\".",
    ])
  }

  validation {
    condition = try(var.alias.canary, null) == null ? true : can(regex("^[0-9]+$", var.alias.canary.stable_version))
    error_message = join(" ", [
      "alias.canary.stable_version is \"${try(var.alias.canary.stable_version, "")}\": write the number of the",
      "version that is live now, the output version.",
    ])
  }

  validation {
    condition = (
      try(var.alias.canary, null) == null ? true :
      var.alias.canary.percent > 0 &&
      var.alias.canary.percent < 100 &&
      floor(var.alias.canary.percent) == var.alias.canary.percent
    )
    error_message = join(" ", [
      "alias.canary.percent is ${try(var.alias.canary.percent, 0)}: write a whole number from 1 to 99, or leave",
      "out canary to move all executions.",
    ])
  }
}

variable "definition" {
  description = <<-EOT
    The state machine in Amazon States Language, JSONPath or JSONata, as JSON: usually
    `file("checkout.asl.json")`.
    `"$${name}"` in quotes stands for a function's ARN or a substitution, as a JSON value of its type; within a
    longer text it is written into it.
    It has a TimeoutSeconds at its top, and each task a Catch (its own or of the Parallel or Map around it) or a
    Comment that begins with `Not caught: ` and says why.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(jsondecode(var.definition).States[jsondecode(var.definition).StartAt])
    error_message = join(" ", [
      "definition is no state machine, which is JSON with StartAt and States: write it so, with each",
      "\"$${name}\" in quotes, numbers and booleans too (they lose them).",
    ])
  }
}

variable "functions" {
  description = <<-EOT
    Functions that the definition names, by the name it calls them (`"$${charge}"`), as whole modules of
    `serverless/lambda-function`.
    The role may invoke them.
  EOT
  type = map(object({
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
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([for name in keys(var.functions) : can(regex("^[a-zA-Z0-9_]+$", name))])
    error_message = join(" ", [
      "functions holds ${join(", ", keys(var.functions))}: write names of letters, digits or \"_\", as they",
      "stand in the definition.",
    ])
  }
}

variable "grants" {
  description = <<-EOT
    What the state machine may do beyond invoking `functions`: grants of other modules, for example
    `[module.orders.grants.write, module.placed.grants.send]`.
  EOT
  type = list(
    list(
      object({
        actions    = list(string)
        resources  = list(string)
        conditions = list(object({ test = string, variable = string, values = list(string) }))
      })
    )
  )
  default  = []
  nullable = false
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts the definition and the executions' history, from `operations/kms-key`.
    With logs, it must have `delivery.logs` among its `services`.
    Without one, Step Functions encrypts with a key of its own.
  EOT
  type        = object({ arn = string, services = optional(list(string)) })
  default     = null

  validation {
    condition = var.kms_key == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/.+$", var.kms_key.arn))
    error_message = join(" ", [
      "kms_key is ${jsonencode(var.kms_key)}: write the ARN of a key, arn:aws:kms:…:key/…,",
      "not of an alias.",
    ])
  }

  validation {
    condition = (
      var.log.level == "OFF" ? true :
      contains(coalesce(try(var.kms_key.services, null), ["delivery.logs"]), "delivery.logs")
    )
    error_message = join(" ", [
      "kms_key has the services ${jsonencode(try(var.kms_key.services, []))}: logs could not be delivered,",
      "write \"delivery.logs\" among them, or log = { level = \"OFF\" }.",
    ])
  }
}

variable "log" {
  description = <<-EOT
    The state machine's log group: which events are kept (`level` is `ALL`, `ERROR`, `FATAL` or `OFF`), whether
    with the input and output of the states (`include_data`), for how many days, and the key that encrypts it,
    which must list `logs` in its `services`.
  EOT
  type = object({
    level          = optional(string, "ERROR")
    include_data   = optional(bool, false)
    retention_days = optional(number, 30)
    kms_key        = optional(object({ arn = string }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["ALL", "ERROR", "FATAL", "OFF"], var.log.level)
    error_message = "log.level is \"${var.log.level}\": write \"ALL\", \"ERROR\", \"FATAL\" or \"OFF\"."
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

variable "substitutions" {
  description = <<-EOT
    What stands for `"$${name}"` in the definition, by its type: `texts`, `numbers` and `booleans`.
    A timeout of `"$${patience}"` becomes a number, not a text of digits.
  EOT
  type = object({
    texts    = optional(map(string), {})
    numbers  = optional(map(number), {})
    booleans = optional(map(bool), {})
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for name in flatten([for of_type in var.substitutions : keys(of_type)]) : can(regex("^[a-zA-Z0-9_]+$", name))
    ])
    error_message = join(" ", [
      "substitutions holds ${join(", ", flatten([for of_type in var.substitutions : keys(of_type)]))}: write",
      "names of letters, digits or \"_\", as they stand in the definition.",
    ])
  }

  validation {
    condition = length(flatten([keys(var.functions), [for of_type in var.substitutions : keys(of_type)]])) == length(
      toset(flatten([keys(var.functions), [for of_type in var.substitutions : keys(of_type)]]))
    )
    error_message = join(" ", [
      "functions and substitutions hold",
      "${join(", ", flatten([keys(var.functions), [for of_type in var.substitutions : keys(of_type)]]))}: write",
      "each name once.",
    ])
  }
}

variable "tracing" {
  description = "Whether executions are traced by X-Ray."
  type        = bool
  default     = true
  nullable    = false
}

variable "type" {
  description = <<-EOT
    `STANDARD` runs for up to a year, each step once, with a history of each execution.
    `EXPRESS` runs for up to five minutes, cheaper, a step possibly twice, and has its history in its logs
    only.
    Cannot be changed later: a change replaces the state machine.
  EOT
  type        = string
  default     = "STANDARD"
  nullable    = false

  validation {
    condition     = contains(["EXPRESS", "STANDARD"], var.type)
    error_message = "type is \"${var.type}\": write \"STANDARD\" or \"EXPRESS\"."
  }

  validation {
    condition = var.type != "EXPRESS" || var.log.level != "OFF"
    error_message = join(" ", [
      "type is \"EXPRESS\" and log.level \"OFF\": nothing would tell what an execution did, write a log.level",
      "of \"ALL\", \"ERROR\" or \"FATAL\".",
    ])
  }
}

variable "uncaught_tasks" {
  description = <<-EOT
    What is done about tasks without a Catch, their own or of the Parallel or Map around them, and without a Comment
    that begins with `Not caught: ` and the reason: `warn` in the plan, `refuse` it, or `accept` them.
  EOT
  type        = string
  default     = "warn"
  nullable    = false

  validation {
    condition     = contains(["accept", "refuse", "warn"], var.uncaught_tasks)
    error_message = "uncaught_tasks is \"${var.uncaught_tasks}\": write \"warn\", \"refuse\" or \"accept\"."
  }
}
