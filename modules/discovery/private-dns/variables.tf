variable "name" {
  description = "Domain of the zone, `shop.internal`. Cannot be changed later: a change replaces the zone."
  type        = string
  nullable    = false

  validation {
    condition = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$", var.name))
    error_message = join(" ", [
      "name is \"${var.name}\": write a domain of lower-case letters, digits, \"-\" and \".\", for example",
      "\"shop.internal\".",
    ])
  }
}

variable "tags" {
  description = "Tags of the zone."
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

variable "description" {
  description = "What the zone is for."
  type        = string
  default     = "Names of services"
  nullable    = false
}

variable "force_destroy" {
  description = "Whether the zone can be destroyed with records in it that others made."
  type        = bool
  default     = false
  nullable    = false
}

variable "networks" {
  description = "Networks in which the names are resolved, by a name of your choice: each `network/vpc` as a whole."
  type        = map(object({ id = string }))
  nullable    = false

  validation {
    condition = length(var.networks) > 0
    error_message = join(" ", [
      "networks is empty, and the zone would be public: write at least one, for example { this = module.network",
      "}.",
    ])
  }
}
