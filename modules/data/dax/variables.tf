variable "name" {
  description = "Name of the cluster. Cannot be changed later: a change replaces the cluster."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z][a-z0-9-]{0,19}$", var.name)) && !can(regex("--|-$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 1 to 20 lower-case letters, digits or \"-\", starting with a letter,",
      "without \"--\" and not ending with \"-\", for example \"shop-prod-orders\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the cluster, its role and alarms."
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
    ARNs to notify when the cluster fails or runs short of anything, usually one SNS topic.
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
  default     = 80
  nullable    = false

  validation {
    condition     = var.alarm_cpu_percent >= 1 && var.alarm_cpu_percent <= 99
    error_message = "alarm_cpu_percent is ${var.alarm_cpu_percent}: write 1 to 99 percent."
  }
}

variable "alarm_evicted_bytes" {
  description = "Bytes a minute thrown out for lack of memory that raise the alarm."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.alarm_evicted_bytes >= 0
    error_message = "alarm_evicted_bytes is ${var.alarm_evicted_bytes}: write 0 (any at all) or more."
  }
}

variable "clients" {
  description = <<-EOT
    Who may connect, by a name of your choice: services and functions as whole modules.
    They need a grant of the cluster's too.
  EOT
  type        = map(object({ security_group_id = string }))
  default     = {}
  nullable    = false
}

variable "grants" {
  description = <<-EOT
    What the cluster may do, for all of its clients: grants of the tables it is in front of, for example
    `[module.orders.grants.read_write]`.
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
  nullable = false

  validation {
    condition     = length(flatten(var.grants)) > 0
    error_message = "grants is empty: write those of at least one table, for example [module.orders.grants.read]."
  }
}

variable "item_ttl_seconds" {
  description = <<-EOT
    Seconds for which a single item that was read is kept.
    What is written through the cluster is kept as written.
  EOT
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.item_ttl_seconds >= 0
    error_message = "item_ttl_seconds is ${var.item_ttl_seconds}: write 0 (not at all) or more seconds."
  }
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
    Network that holds the cluster, in its private subnets: `network/vpc` as a whole.
    Cannot be changed later: a change replaces the cluster.
  EOT
  type        = object({ id = string, private_subnet_ids = map(string) })
  nullable    = false
}

variable "node_type" {
  description = <<-EOT
    Size of a node, all of which keep the same.
    Cannot be changed later: a change replaces the cluster, empty.
  EOT
  type        = string
  default     = "dax.t3.medium"
  nullable    = false

  validation {
    condition = can(regex("^dax\\.[a-z][0-9][a-z]*\\.(small|medium|([0-9]+x|x)?large)$", var.node_type))
    error_message = join(" ", [
      "node_type is \"${var.node_type}\": write a type that begins with \"dax.\", for",
      "example \"dax.r5.large\".",
    ])
  }
}

variable "nodes" {
  description = <<-EOT
    Number of nodes, over all zones: a primary, and the others for reads and to take over.
    Less than three are not for production, as AWS has it.
  EOT
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition     = var.nodes >= 1 && var.nodes <= 11
    error_message = "nodes is ${var.nodes}: write 1 to 11."
  }
}

variable "query_ttl_seconds" {
  description = <<-EOT
    Seconds for which the result of a query is kept.
    No write, through the cluster or not, renews it before.
  EOT
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.query_ttl_seconds >= 0
    error_message = "query_ttl_seconds is ${var.query_ttl_seconds}: write 0 (not at all) or more seconds."
  }
}
