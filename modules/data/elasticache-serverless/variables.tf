variable "name" {
  description = <<-EOT
    Name of the cache, and the beginning of its users' names.
    Cannot be changed later: a change replaces the cache.
  EOT
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z][a-z0-9-]{0,38}$", var.name)) && !can(regex("--|-$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 39 lower-case letters, digits or \"-\", starting with a letter,",
      "without \"--\" and not ending with \"-\", for example \"shop-prod-carts\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the cache, its users and alarms."
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
    ARNs to notify when the cache reaches a limit, usually one SNS topic.
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

variable "alarm_evictions" {
  description = "Keys a minute thrown out for lack of room that raise the alarm."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.alarm_evictions >= 0
    error_message = "alarm_evictions is ${var.alarm_evictions}: write 0 (any at all) or more."
  }
}

variable "alarm_storage_percent" {
  description = "Share of `limits.storage_gb`, in percent, that raises the alarm."
  type        = number
  default     = 80
  nullable    = false

  validation {
    condition     = var.alarm_storage_percent >= 1 && var.alarm_storage_percent <= 99
    error_message = "alarm_storage_percent is ${var.alarm_storage_percent}: write 1 to 99 percent."
  }
}

variable "clients" {
  description = "Who may connect, by a name of your choice: services and functions as whole modules."
  type        = map(object({ security_group_id = string }))
  default     = {}
  nullable    = false
}

variable "engine" {
  description = "`valkey` (version 8, a third cheaper), or `redis` (version 7)."
  type        = string
  default     = "valkey"
  nullable    = false

  validation {
    condition     = contains(["redis", "valkey"], var.engine)
    error_message = "engine is \"${var.engine}\": write \"valkey\" or \"redis\"."
  }
}

variable "kms_key" {
  description = <<-EOT
    Key that encrypts what is stored, from `operations/kms-key`.
    Without one, ElastiCache uses a key of its own.
    Cannot be changed later: a change replaces the cache.
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

variable "limits" {
  description = <<-EOT
    Most that the cache may grow to: what it stores in GB, and ElastiCache processing units (about a kilobyte read
    or written) a second.
    Both are ceilings on cost; at the first it throws out keys, at the second it refuses commands.
  EOT
  type = object({
    ecpu_per_second = optional(number, 10000)
    storage_gb      = optional(number, 10)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.limits.ecpu_per_second >= 1000 && var.limits.ecpu_per_second <= 15000000
    error_message = "limits.ecpu_per_second is ${var.limits.ecpu_per_second}: write 1000 to 15000000."
  }

  validation {
    condition     = var.limits.storage_gb >= 1 && var.limits.storage_gb <= 5000
    error_message = "limits.storage_gb is ${var.limits.storage_gb}: write 1 to 5000."
  }
}

variable "network" {
  description = <<-EOT
    Network that holds the cache, in its database subnets: `network/vpc` as a whole.
    Cannot be changed later: the cache stays in the subnets it began with.
  EOT
  type        = object({ id = string, database_subnet_ids = map(string) })
  nullable    = false
}

variable "snapshots" {
  description = "For how many days daily snapshots are kept (0 takes none), and the hour they are taken at, in UTC."
  type = object({
    retention_days = optional(number, 7)
    time           = optional(string, "01:00")
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.snapshots.retention_days >= 0 && var.snapshots.retention_days <= 35
    error_message = "snapshots.retention_days is ${var.snapshots.retention_days}: write 0 to 35 days."
  }

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]$", var.snapshots.time))
    error_message = "snapshots.time is \"${var.snapshots.time}\": write hh:mm in UTC, for example \"01:00\"."
  }
}

variable "user_ids" {
  description = <<-EOT
    Ids of further users, made elsewhere: those with a password, which Secrets Manager rotates.
    Terraform would keep a password in its state, so this module makes none.
  EOT
  type        = list(string)
  default     = []
  nullable    = false
}

variable "users" {
  description = <<-EOT
    Who may log in, by a name of your choice: a user each, without a password, as whom a role with the grant
    `connect_<name>` logs in by IAM.
    `access` says, in the words of ACL, which keys and commands.
  EOT
  type        = map(object({ access = optional(string, "~* &* +@all -@dangerous -@admin") }))
  default     = { app = {} }
  nullable    = false

  validation {
    condition = alltrue([
      for user in keys(var.users) : can(regex("^[a-z][a-z0-9-]*$", user)) && length("${var.name}-${user}") <= 40
    ])
    error_message = join(" ", [
      "users are called ${join(", ", keys(var.users))}: write lower-case letters, digits or \"-\", at most 40",
      "together with the cache's name.",
    ])
  }

  validation {
    condition = alltrue([
      for user in var.users : !can(regex("(^|\\s)(on|off|>\\S*|nopass|resetpass)(\\s|$)", user.access))
    ])
    error_message = join(" ", [
      "users have access ${jsonencode([for user in var.users : user.access])}: write keys and commands only,",
      "for example \"~cart:* +@read +@write\"; \"on\" is added, and there are no passwords.",
    ])
  }

  validation {
    condition     = length(var.users) + length(var.user_ids) > 0
    error_message = "users is empty, and user_ids too: no login would be possible, write at least one of either."
  }
}
