variable "name" {
  description = "Name of the application. Its role and security group are called the same with `-flink` behind it."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-zA-Z0-9_.-]{1,128}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 128 letters, digits, \".\", \"_\" or \"-\", for example",
      "\"shop-prod-sales\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the application, its role, log group, security group and alarms."
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
    ARNs to notify when the application is down, restarts or fails to save its state, usually one SNS topic.
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

variable "allow_non_restored_state" {
  description = "Whether a start may drop saved state that the new code has no operator for."
  type        = bool
  default     = false
  nullable    = false
}

variable "checkpoint" {
  description = <<-EOT
    How often the state is saved, in seconds, and the least pause between the end of one save and the next.
  EOT
  type        = object({ interval_seconds = optional(number, 60), pause_seconds = optional(number, 5) })
  default     = {}
  nullable    = false

  validation {
    condition = var.checkpoint.interval_seconds >= 1 && var.checkpoint.pause_seconds >= 0
    error_message = join(" ", [
      "checkpoint is ${jsonencode(var.checkpoint)}: write an interval_seconds of 1 or more and a pause_seconds",
      "of 0 or more.",
    ])
  }
}

variable "code" {
  description = <<-EOT
    The application: a JAR, or a ZIP for Python, at `key` in a bucket of `data/s3-bucket`.
    A new `version` of the object is a new release; without one, the object as it is when the application starts.
  EOT
  type = object({
    bucket = object({
      arn = string
      grants = object({
        read = list(
          object({
            actions    = list(string)
            resources  = list(string)
            conditions = list(object({ test = string, variable = string, values = list(string) }))
          })
        )
      })
    })
    key     = string
    version = optional(string)
  })
  nullable = false

  validation {
    condition     = can(regex("\\.(jar|zip)$", var.code.key))
    error_message = "code.key is \"${var.code.key}\": write the key of a .jar or .zip."
  }
}

variable "description" {
  description = "What the application computes, of what."
  type        = string
  default     = null

  validation {
    condition     = length(coalesce(var.description, " ")) <= 1024
    error_message = "description has ${length(coalesce(var.description, " "))} characters: write at most 1024."
  }
}

variable "force_stop" {
  description = "Whether it is stopped without saving its state, where saving fails."
  type        = bool
  default     = false
  nullable    = false
}

variable "grants" {
  description = <<-EOT
    What the application may do: grants of other modules, for example `[module.orders.grants.consume,
    module.sales.grants.write]`.
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

variable "log" {
  description = <<-EOT
    The application's log group: the least `level` that is kept (`DEBUG`, `INFO`, `WARN`, `ERROR`), for how many
    days, and the key that encrypts it, which must list `logs` in its `services`.
  EOT
  type = object({
    level          = optional(string, "INFO")
    retention_days = optional(number, 30)
    kms_key        = optional(object({ arn = string }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["DEBUG", "ERROR", "INFO", "WARN"], var.log.level)
    error_message = "log.level is \"${var.log.level}\": write \"DEBUG\", \"INFO\", \"WARN\" or \"ERROR\"."
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

variable "metrics" {
  description = <<-EOT
    Granularity of metrics: `APPLICATION`, `TASK`, `OPERATOR` or `PARALLELISM`.
    The finer, the more expensive.
  EOT
  type        = string
  default     = "APPLICATION"
  nullable    = false

  validation {
    condition     = contains(["APPLICATION", "OPERATOR", "PARALLELISM", "TASK"], var.metrics)
    error_message = "metrics is \"${var.metrics}\": write \"APPLICATION\", \"TASK\", \"OPERATOR\" or \"PARALLELISM\"."
  }
}

variable "network" {
  description = <<-EOT
    Network that the application reaches into, from its private subnets: `network/vpc` as a whole.
    It then reaches AWS and the internet only as those subnets do.
  EOT
  type        = object({ id = string, private_subnet_ids = map(string) })
  default     = null
}

variable "parallelism" {
  description = <<-EOT
    Instances of each operator at the start (`total`), and how many share a processing unit (1 CPU, 4 GB)
    (`per_unit`).
    With `autoscaling`, their number follows the processors' load.
  EOT
  type = object({
    autoscaling = optional(bool, true)
    per_unit    = optional(number, 1)
    total       = optional(number, 1)
  })
  default  = {}
  nullable = false

  validation {
    condition = (
      var.parallelism.total >= 1 &&
      var.parallelism.total <= 64 * var.parallelism.per_unit &&
      floor(var.parallelism.total) == var.parallelism.total
    )
    error_message = join(" ", [
      "parallelism.total is ${var.parallelism.total}: write a whole number from 1 to",
      "${64 * var.parallelism.per_unit} (64 processing units).",
    ])
  }

  validation {
    condition     = contains([1, 2, 3, 4, 5, 6, 7, 8], var.parallelism.per_unit)
    error_message = "parallelism.per_unit is ${var.parallelism.per_unit}: write 1 to 8."
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

variable "properties" {
  description = <<-EOT
    What the code reads as its runtime properties: groups by their id, each a map.
    They are no place for secrets: write the ARN of one.
  EOT
  type        = map(map(string))
  default     = {}
  nullable    = false

  validation {
    condition = (
      length(var.properties) <= 50 &&
      alltrue([for id in keys(var.properties) : can(regex("^[a-zA-Z0-9_.-]{1,50}$", id))])
    )
    error_message = join(" ", [
      "properties holds ${join(", ", keys(var.properties))}: write up to 50 groups, named by 1 to 50 letters,",
      "digits, \".\", \"_\" or \"-\".",
    ])
  }
}

variable "running" {
  description = "Whether the application runs. It is paid for as long as it does."
  type        = bool
  default     = true
  nullable    = false
}

variable "runtime" {
  description = "Version of Apache Flink."
  type        = string
  default     = "FLINK-1_20"
  nullable    = false

  # https://docs.aws.amazon.com/managed-flink/latest/java/release-version-list.html
  validation {
    condition     = can(regex("^FLINK-[1-9]_[0-9]{1,2}$", var.runtime))
    error_message = "runtime is \"${var.runtime}\": write \"FLINK-1_20\", or the version that the code is built for."
  }
}

variable "snapshots" {
  description = "Whether the state is saved at each stop and release, and taken up at the next start."
  type        = bool
  default     = true
  nullable    = false
}
