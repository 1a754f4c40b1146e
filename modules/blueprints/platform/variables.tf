variable "name" {
  description = "Name of the platform: the product and the environment. It starts the name of everything in it."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z][a-z0-9-]{1,23}$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write 2 to 24 lower-case letters, digits or \"-\", starting with a letter, for",
      "example \"shop-prod\".",
    ])
  }
}

variable "tags" {
  description = "Tags of everything in the platform."
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

variable "account_settings" {
  description = <<-EOT
    Whether the platform sets what an account has once per region: the role with which REST APIs write logs.
    Write false in a second platform of the same account and region, or the two fight over it.
  EOT
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_emails" {
  description = "Email addresses to notify of every alarm. Each must confirm its subscription first."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for address in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+$", address))])
    error_message = join(" ", [
      "alarm_emails holds ${jsonencode(var.alarm_emails)}: write e-mail addresses, such as",
      "\"on-call@example.com\".",
    ])
  }
}

variable "network" {
  description = <<-EOT
    Zones (letters of the region's zones), address range, NAT (`none`, `single`, `per-zone`), IPv6 and interface
    endpoints of the network.
    See `network/vpc`.
  EOT
  type = object({
    zones               = list(string)
    cidr                = optional(string, "10.0.0.0/16")
    nat                 = optional(string, "none")
    ipv6                = optional(bool, false)
    interface_endpoints = optional(list(string), [])
  })
  nullable = false
}

variable "protected" {
  description = "Whether what holds data is protected against deletion."
  type        = bool
  default     = true
  nullable    = false
}

variable "retention_days" {
  description = "Days for which logs and events are kept."
  type = object({
    logs   = optional(number, 365)
    events = optional(number, 30)
  })
  default  = {}
  nullable = false
}
