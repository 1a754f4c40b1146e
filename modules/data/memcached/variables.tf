variable "name" {
  description = "Name of the cache. Cannot be changed later: a change replaces the cache."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z][a-z0-9-]{0,39}$", var.name)) && !can(regex("--|-$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 40 lower-case letters, digits or \"-\", starting with a letter,",
      "without \"--\" and not ending with \"-\", for example \"shop-prod-carts\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the cache and its alarms."
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
    ARNs to notify when a node runs short of anything, usually one SNS topic.
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

variable "alarm_cpu_percent" {
  description = "Use of a node's CPU, in percent, that raises the alarm."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = var.alarm_cpu_percent >= 1 && var.alarm_cpu_percent <= 99
    error_message = "alarm_cpu_percent is ${var.alarm_cpu_percent}: write 1 to 99 percent."
  }
}

variable "alarm_evictions" {
  description = "Keys a minute thrown out for lack of memory that raise the alarm."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.alarm_evictions >= 0
    error_message = "alarm_evictions is ${var.alarm_evictions}: write 0 (any at all) or more."
  }
}

variable "apply_immediately" {
  description = "Whether changes are made at once instead of in the maintenance window."
  type        = bool
  default     = false
  nullable    = false
}

variable "clients" {
  description = <<-EOT
    Who may connect, and so read and write all of it, by a name of your choice: services and functions as whole
    modules.
  EOT
  type        = map(object({ security_group_id = string }))
  default     = {}
  nullable    = false
}

variable "maintenance_window" {
  description = "When AWS may patch, in UTC, an hour or more: `sun:03:00-sun:04:00`."
  type        = string
  default     = "sun:03:00-sun:04:00"
  nullable    = false

  validation {
    condition = length(split("-", var.maintenance_window)) == 2 && alltrue([
      for time in split("-", var.maintenance_window) :
      can(regex("^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", time))
    ])
    error_message = join(" ", [
      "maintenance_window is \"${var.maintenance_window}\": write day:hh:mm-day:hh:mm in UTC, for example",
      "\"sun:03:00-sun:04:00\".",
    ])
  }
}

variable "network" {
  description = <<-EOT
    Network that holds the cache, in its database subnets: `network/vpc` as a whole.
    Cannot be changed later: a change replaces the cache.
  EOT
  type        = object({ id = string, database_subnet_ids = map(string) })
  nullable    = false
}

variable "node_type" {
  description = "Size of a node. Cannot be changed later: a change replaces the cache, empty."
  type        = string
  default     = "cache.t4g.small"
  nullable    = false

  validation {
    condition = startswith(var.node_type, "cache.")
    error_message = join(" ", [
      "node_type is \"${var.node_type}\": write a type that begins with \"cache.\", for example",
      "\"cache.t4g.small\".",
    ])
  }
}

variable "nodes" {
  description = <<-EOT
    Number of nodes, over all zones: the keys are spread over them, none is held twice.
    A node that fails comes back empty.
  EOT
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.nodes >= 1 && var.nodes <= 60
    error_message = "nodes is ${var.nodes}: write 1 to 60."
  }
}

variable "parameters" {
  description = "Settings of the engine, by name, for example `max_item_size`."
  type        = map(string)
  default     = {}
  nullable    = false
}
